package io.ramtalk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The delivery state of a sent message.
 *
 * @param id the message
 * @param to the receiver
 * @param state the state
 * @param sentAt time at which it was sent
 * @param deliveredAt time at which it was received or acknowledged, or null
 * @param endedAt time at which it was read, expired, dropped or deleted, or null
 */
public record Receipt(
    MessageId id,
    UserId to,
    State state,
    Instant sentAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant endedAt) {
  /** The delivery states. All but the first two are final. */
  public enum State {
    /** Waiting in the mailbox, or leased. */
    QUEUED,
    /** Received or acknowledged. */
    DELIVERED,
    /** Marked as read by the receiver. */
    READ,
    /** Not fetched in time, or self-destructed after being seen. */
    EXPIRED,
    /** Removed from a full mailbox to make room for a newer message. */
    DROPPED,
    /** Deleted together with the receiver's account. */
    DELETED
  }

  /** Returns a copy with its times that much earlier. */
  Receipt earlier(long millis) {
    return millis == 0 ? this : new Receipt(id, to, state, sentAt.minusMillis(millis),
        deliveredAt == null ? null : deliveredAt.minusMillis(millis),
        endedAt == null ? null : endedAt.minusMillis(millis));
  }
}
