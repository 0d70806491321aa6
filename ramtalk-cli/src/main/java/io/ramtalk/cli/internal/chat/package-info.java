/**
 * The chat in a terminal.
 *
 * <p>Imports {@code client} and {@code print}.
 */
@NullMarked
package io.ramtalk.cli.internal.chat;

import org.jspecify.annotations.NullMarked;
