package io.ramtalk;

/**
 * The counters of message events in this process since the messenger was created. They only grow.
 * Related counters may be read at slightly different moments.
 *
 * <p>Without concurrent calls, {@code sent} equals the messages that still wait or are leased plus
 * {@code delivered}, {@code expired}, {@code dropped} and {@code deleted}.
 *
 * @param sent messages put into a mailbox; a repeated send counts once
 * @param delivered messages that reached their receiver and are gone: received, transferred or
 *     acknowledged
 * @param acknowledged the delivered messages that were deleted by an acknowledgement
 * @param redelivered deliveries of messages that had been delivered before
 * @param expired messages not fetched in time, or self-destructed
 * @param dropped messages removed to make room for others ({@link Overflow#DROP_OLDEST})
 * @param deleted messages deleted together with their receiver's account
 */
public record Totals(long sent, long delivered, long acknowledged, long redelivered, long expired,
    long dropped, long deleted) {}
