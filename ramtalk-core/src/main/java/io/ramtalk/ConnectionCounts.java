package io.ramtalk;

import java.util.UUID;

/**
 * The live connections and waiting receivers that one user has on one member, as that member
 * states them: absolute numbers, so that a statement may be repeated or come late.
 *
 * @param member the member; one that joins again under another id is another member
 * @param sequence orders the statements of a member about a user; compared by difference, so it
 *     may overflow
 * @param connections live connections
 * @param waits receivers that wait for mail
 */
public record ConnectionCounts(UUID member, int sequence, int connections, int waits) {
  boolean isNone() {
    return connections == 0 && waits == 0;
  }

  boolean isLaterThan(int other) {
    return sequence - other > 0;
  }
}
