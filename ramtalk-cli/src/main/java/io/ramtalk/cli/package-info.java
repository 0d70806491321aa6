/**
 * The command line. {@link io.ramtalk.cli.Main} is the entry point; a command sends requests over
 * HTTP with {@link io.ramtalk.cli.internal.client.Server} and prints the response. Only the wire
 * contract is shared with the server.
 */
@NullMarked
package io.ramtalk.cli;

import org.jspecify.annotations.NullMarked;
