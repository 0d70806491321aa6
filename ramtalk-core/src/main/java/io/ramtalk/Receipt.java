package io.ramtalk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message, for its sender.
 *
 * @param id the message
 * @param to who it was sent to
 * @param state what became of it
 * @param sentAt when it was sent
 * @param deliveredAt when it was received or acknowledged, or null
 * @param endedAt when it was read, or when it disappeared unfetched, or null
 */
public record Receipt(
    MessageId id,
    UserId to,
    State state,
    Instant sentAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant endedAt) {
  /** What can become of a message. Each state but the first two is the last. */
  public enum State {
    /** It waits in the mailbox, or is leased. */
    QUEUED,
    /** It was received or acknowledged. */
    DELIVERED,
    /** Its receiver says that it was read. */
    READ,
    /** Nobody fetched it in time, or it was seen and destructed itself. */
    EXPIRED,
    /** It was the oldest of a full mailbox that makes room. */
    DROPPED,
    /** The account of its receiver was deleted. */
    DELETED
  }

  /** Returns this receipt with its times that much earlier. */
  Receipt earlier(long millis) {
    return millis == 0 ? this : new Receipt(id, to, state, sentAt.minusMillis(millis),
        deliveredAt == null ? null : deliveredAt.minusMillis(millis),
        endedAt == null ? null : endedAt.minusMillis(millis));
  }
}
