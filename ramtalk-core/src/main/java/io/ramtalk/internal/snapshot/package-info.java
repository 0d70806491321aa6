/** Snapshots: the whole state of a messenger as a stream of bytes. */
@NullMarked
package io.ramtalk.internal.snapshot;

import org.jspecify.annotations.NullMarked;
