/**
 * Numbers and health for operators.
 *
 * <p>Imports {@code wire}, {@code access}, {@code http}, {@code mail} and {@code live}.
 */
@NullMarked
package io.ramtalk.server.internal.ops;

import org.jspecify.annotations.NullMarked;
