package io.ramtalk.hazelcast;

import io.ramtalk.UserId;

/**
 * The news for other members that a doorbell rang. It may be lost.
 *
 * @param user the owner of the doorbell
 * @param rings the total number of rings for messages and receipts
 * @param presenceRings the total number of rings for presence
 */
record Hint(UserId user, long rings, long presenceRings) {
  /** Returns the later of two hints for the same user. */
  Hint latest(Hint other) {
    return new Hint(user, Math.max(rings, other.rings),
        Math.max(presenceRings, other.presenceRings));
  }
}
