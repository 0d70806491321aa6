/** Pictures as files: type, size and metadata, without decoding a pixel. */
@NullMarked
package io.ramtalk.internal.image;

import org.jspecify.annotations.NullMarked;
