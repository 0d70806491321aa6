package io.ramtalk;

/**
 * What has happened to messages since the messenger was created, in this process. Each number only
 * grows; one may be read a moment before another that belongs to it.
 *
 * <p>With no call under way, {@code sent} is what still waits or is leased, and {@code delivered},
 * {@code expired}, {@code dropped} and {@code deleted} together.
 *
 * @param sent messages that were put into a mailbox; a repeated send counts once
 * @param delivered messages that reached their receiver and are gone: received, handed over, or
 *     acknowledged
 * @param acknowledged of those, the ones that an acknowledgement deleted
 * @param redelivered how often a message was handed out that had been handed out before
 * @param expired messages that nobody fetched in time, or that destructed themselves
 * @param dropped messages that made room for others ({@link Overflow#DROP_OLDEST})
 * @param deleted messages that went with the account of their receiver
 */
public record Totals(long sent, long delivered, long acknowledged, long redelivered, long expired,
    long dropped, long deleted) {}
