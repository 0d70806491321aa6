package io.ramtalk.engine;

/**
 * The parameters of a lease.
 *
 * @param lease the id of the lease
 * @param max maximum number of messages
 * @param now the current time on the messenger's timeline, in milliseconds
 * @param until the end of the lease, on the same timeline
 * @param transit true for a transfer, whose messages no longer count against the capacity of the
 *     mailbox and are not marked as seen
 */
public record LeaseRequest(String lease, int max, long now, long until, boolean transit) {}
