/**
 * Serves the messenger over HTTP. {@link io.ramtalk.server.RamTalkServer} is the way in for a
 * program that embeds it, {@link io.ramtalk.server.Main} for a shell.
 */
@NullMarked
package io.ramtalk.server;

import org.jspecify.annotations.NullMarked;
