package io.ramtalk;

/**
 * The result of a sign-up.
 *
 * @param user the user with that number: a new one, or the registered one, unchanged
 * @param created true if the number was new
 */
public record SignUp(User user, boolean created) {}
