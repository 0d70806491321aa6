package io.ramtalk;

/**
 * What became of a sign-up.
 *
 * @param user the user of that number: the new one, or the one it had before, unchanged
 * @param created true if the number was new
 */
public record SignUp(User user, boolean created) {}
