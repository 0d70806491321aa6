/**
 * HTTP server for the messenger. {@link io.ramtalk.server.RamTalkServer} is the entry point for
 * programs that embed it, {@link io.ramtalk.server.command.Main} for the shell.
 */
@NullMarked
package io.ramtalk.server;

import org.jspecify.annotations.NullMarked;
