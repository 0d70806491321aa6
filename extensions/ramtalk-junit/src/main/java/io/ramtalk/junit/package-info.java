/**
 * A messenger, a clock and a server for each JUnit test. {@link io.ramtalk.junit.RamTalkTest} is
 * the way in, or {@link io.ramtalk.junit.RamTalkExtension#builder()} where something has to be set;
 * an {@link io.ramtalk.junit.Inbox} waits for what a test expects.
 */
@NullMarked
package io.ramtalk.junit;

import org.jspecify.annotations.NullMarked;
