package io.ramtalk;

/**
 * What became of an acknowledgement. None of it is an error: it may be repeated.
 *
 * @param acknowledged how many messages it deleted
 * @param gone how many were not there any more
 * @param stale how many another lease has, or nobody was given yet; they were left alone
 */
public record Acknowledged(int acknowledged, int gone, int stale) {}
