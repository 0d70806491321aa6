package io.ramtalk;

/**
 * How messages are handed out: to which lease, how many, from when until when.
 *
 * @param lease the id of the lease
 * @param max the most messages
 * @param now the messenger's time, in milliseconds
 * @param until when the lease ends, in the same time
 * @param transit true for a hand-over, whose messages take no room of the mailbox any more and do
 *     not count as seen
 */
public record Handout(String lease, int max, long now, long until, boolean transit) {}
