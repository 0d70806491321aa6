package io.ramtalk.benchmarks;

import java.util.List;

/**
 * The work that every compared store does: people by mobile number, and a few messages that wait
 * for each.
 *
 * <p><b>Threads:</b> any number; every call is atomic.
 *
 * @param <I> how the store names a user
 */
interface Store<I> {
  /** The most messages that wait for one user. */
  int MAILBOX_CAPACITY = 5;

  /**
   * Signs up a number; a number that is registered stays as it is.
   *
   * @return true if the number was new
   */
  boolean signUp(Person person);

  /** Returns the user of a number that is registered. */
  I idOf(String mobile);

  /**
   * Puts a message into a mailbox. Both users must be registered.
   *
   * @return false, with nothing changed, if the mailbox is full
   */
  boolean send(I from, I to, String text);

  /** Takes all messages out of a mailbox, oldest first. */
  List<?> receive(I user);
}
