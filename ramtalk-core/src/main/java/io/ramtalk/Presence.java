package io.ramtalk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The presence of a user.
 *
 * @param online true while a live connection or a waiting receiver of the user is open
 * @param lastSeen time at which the user last was online, received or sent; null if never since
 *     sign-up
 */
public record Presence(boolean online, @Nullable Instant lastSeen) {
  /** Returns a copy with its time that much earlier. */
  Presence earlier(long millis) {
    return millis == 0 || lastSeen == null
        ? this : new Presence(online, lastSeen.minusMillis(millis));
  }
}
