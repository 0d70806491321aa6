/**
 * The command line. {@link io.ramtalk.cli.Main} is the way in; a command asks a {@link
 * io.ramtalk.cli.Server} over HTTP and prints the answer. The wire contract is all that it shares
 * with the server.
 */
@NullMarked
package io.ramtalk.cli;

import org.jspecify.annotations.NullMarked;
