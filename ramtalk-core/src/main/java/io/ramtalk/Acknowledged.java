package io.ramtalk;

/**
 * The result of an acknowledgement. Acknowledging again is harmless, so no count is an error.
 *
 * @param acknowledged number of messages deleted
 * @param gone number of messages that were already gone
 * @param stale number of messages left alone: another lease has them, or they are not leased
 */
public record Acknowledged(int acknowledged, int gone, int stale) {}
