package io.ramtalk;

/**
 * The accounts of those who must be registered.
 *
 * @param engine where they live
 */
record Accounts(Engine engine) {
  /** Executes a command; refuses a user who is not registered. */
  <R> R execute(UserId user, Command<R> command) {
    var answer = engine.execute(user, command);
    if (answer == null) {
      throw new UserNotFound(UserNotFound.Role.USER, user);
    }
    return answer;
  }
}
