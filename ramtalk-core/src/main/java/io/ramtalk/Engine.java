package io.ramtalk;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Where accounts live, and what makes one command on one account atomic. The rules are not here:
 * they are in {@link Account}.
 *
 * <p>An engine is correct when it passes the engine contract, which is published as the test-jar
 * of this module.
 *
 * <p><b>Threads:</b> any number. Commands on one account run one after the other and each sees
 * all that earlier ones did; commands on two accounts do not wait for each other.
 */
public interface Engine extends AutoCloseable {
  /** Whether an engine can be relied on now. */
  enum Health {
    /** Calls are answered. */
    READY,
    /** Closed; every other call throws {@link MessengerClosed}. */
    CLOSED
  }

  /**
   * Keeps a new account, unless its number (in canonical form) is registered. However many call
   * with one number at once, one account is kept and all of them are told of that one.
   *
   * @param account the new account; it belongs to the engine from now on
   * @param maxUsers the most users that the engine may hold
   * @return the user of that number, and whether it is new
   * @throws TooManyUsers if the number is new and {@code maxUsers} are registered
   */
  SignUp register(Account account, int maxUsers);

  /**
   * Applies a command to the account of a user.
   *
   * @param user whose account
   * @param command what to do
   * @param <R> what the command answers
   * @return the answer, or null if there is no such user (nothing was changed then)
   */
  <R> @Nullable R execute(UserId user, Command<R> command);

  /**
   * Finds the user of a number.
   *
   * @param mobile the number; its canonical form counts
   * @return the user, or null if the number is not registered
   */
  @Nullable User find(Mobile mobile);

  /**
   * Walks over the users in order of registration. Users that sign up meanwhile may be seen or
   * not.
   *
   * @return a walk for one thread, in constant memory whatever the number of users
   */
  Iterator<User> users();

  /**
   * Says whether the engine can be relied on now.
   *
   * @return the health
   */
  Health health();

  /** Gives everything up. Doing so twice is harmless. */
  @Override
  void close();
}
