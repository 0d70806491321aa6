package io.ramtalk.benchmarks.store;

import io.ramtalk.benchmarks.Person;
import java.util.List;

/**
 * The operations that every compared store supports: users with a mobile number, and a few waiting
 * messages for each.
 *
 * <p><b>Threads:</b> any number; every call is atomic.
 *
 * @param <I> the type of a user id in the store
 */
interface Store<I> {
  /** Maximum number of messages in a mailbox. */
  int MAILBOX_CAPACITY = 5;

  /**
   * Signs up a number. A registered number stays unchanged.
   *
   * @return true if the number was new
   */
  boolean signUp(Person person);

  /** Returns the id of the user with a registered number. */
  I idOf(String mobile);

  /**
   * Puts a message into a mailbox. Both users must be registered.
   *
   * @return false if the mailbox is full; nothing is changed then
   */
  boolean send(I from, I to, String text);

  /** Removes all messages from a mailbox and returns them, oldest first. */
  List<?> receive(I user);
}
