package io.ramtalk.server;

/**
 * The state of a server's cluster, as {@code GET /readyz} reports it.
 *
 * @param members number of members present
 * @param expected number of members configured
 * @param hasQuorum whether a majority is present, so that requests are served
 * @param isSafe whether all members are present and every account on this member has all its
 *     copies; a member may be stopped when every member reports true
 */
public record ClusterStatus(int members, int expected, boolean hasQuorum, boolean isSafe) {}
