package io.ramtalk.server;

/**
 * How the cluster is that a server belongs to, as {@code GET /readyz} says.
 *
 * @param members how many members are there
 * @param expected how many there are to be
 * @param hasQuorum whether requests are answered: a majority is there
 * @param isSafe whether all are there, and every account that lives here has all its copies; one
 *     may be stopped when each member says so
 */
public record ClusterStatus(int members, int expected, boolean hasQuorum, boolean isSafe) {}
