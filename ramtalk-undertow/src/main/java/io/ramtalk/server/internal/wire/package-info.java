/**
 * Bytes to values and back: JSON, forms, queries, times and problem details.
 *
 * <p>The lowest room: it imports none of the others.
 */
@NullMarked
package io.ramtalk.server.internal.wire;

import org.jspecify.annotations.NullMarked;
