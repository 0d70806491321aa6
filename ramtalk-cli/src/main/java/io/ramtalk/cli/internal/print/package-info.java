/**
 * Text for people: columns, names, times, messages and the dashboard.
 *
 * <p>Imports {@code client}.
 */
@NullMarked
package io.ramtalk.cli.internal.print;

import org.jspecify.annotations.NullMarked;
