package io.ramtalk.engine;

/**
 * The reply to a statement of {@link ConnectionCounts}.
 *
 * @param accepted true if the account stores this or a later statement of the same member; false if
 *     the statement may be outdated and must be repeated with a later sequence number
 * @param sequence the sequence number that a repeated statement must exceed
 * @param leased true if the live lease holds messages of the user, so that it must be renewed
 */
public record StatedConnections(boolean accepted, int sequence, boolean leased) {}
