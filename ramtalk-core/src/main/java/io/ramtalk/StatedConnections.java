package io.ramtalk;

/**
 * What became of a statement of {@link ConnectionCounts}.
 *
 * @param accepted true if the account now agrees with this statement or a later one of the same
 *     member; false if it may be older than one that ended, and has to be made again
 * @param sequence a statement with a later sequence than this one is accepted
 * @param leased true if the live lease has messages of the user, so that it must be renewed
 */
public record StatedConnections(boolean accepted, int sequence, boolean leased) {}
