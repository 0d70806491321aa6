package io.ramtalk.engine;

import java.util.UUID;

/**
 * The live connections and waiting receivers of one user on one member, as that member states them.
 * The numbers are absolute, so a statement may be repeated or arrive late.
 *
 * @param member the member; a process that rejoins under another id is another member
 * @param sequence order of a member's statements about a user; compared by difference, so it may
 *     overflow
 * @param connections live connections
 * @param waits receivers waiting for mail
 */
public record ConnectionCounts(UUID member, int sequence, int connections, int waits) {
  boolean isNone() {
    return connections == 0 && waits == 0;
  }

  boolean isLaterThan(int other) {
    return sequence - other > 0;
  }
}
