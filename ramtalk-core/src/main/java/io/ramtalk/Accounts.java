package io.ramtalk;

/**
 * Command execution that requires a registered user.
 *
 * @param engine the engine that stores the accounts
 */
record Accounts(Engine engine) {
  /** Executes a command. Rejects an unregistered user. */
  <R> R execute(UserId user, Command<R> command) {
    var answer = engine.execute(user, command);
    if (answer == null) {
      throw new UserNotFound(UserNotFound.Role.USER, user);
    }
    return answer;
  }
}
