/**
 * A messenger, a clock and a server for each JUnit test. The entry point is {@link
 * io.ramtalk.junit.RamTalkTest}, or {@link io.ramtalk.junit.RamTalkExtension#builder()} for more
 * settings. An {@link io.ramtalk.junit.Inbox} waits for expected messages.
 */
@NullMarked
package io.ramtalk.junit;

import org.jspecify.annotations.NullMarked;
