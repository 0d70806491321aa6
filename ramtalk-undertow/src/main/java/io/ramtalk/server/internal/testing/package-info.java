/**
 * Controls for tests: a clock to move, faults to plan, a reset.
 *
 * <p>Imports {@code wire}, {@code access}, {@code http}, {@code mail} and {@code live}.
 */
@NullMarked
package io.ramtalk.server.internal.testing;

import org.jspecify.annotations.NullMarked;
