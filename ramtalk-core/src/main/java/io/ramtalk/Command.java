package io.ramtalk;

import java.util.List;

/**
 * One step of an {@link Account}: all it needs is in its components, so it can be sent to where
 * the account lives and applied there.
 *
 * @param <R> what the step answers; never null
 */
public sealed interface Command<R> {
  /**
   * Changes the account and answers. Called by an engine, which sees to it that no other command
   * runs on this account meanwhile.
   *
   * @param account the account to change
   * @return the answer
   */
  R applyTo(Account account);

  /** Answers who the account belongs to. O(1). */
  record ShowUser() implements Command<User> {
    /** The only one that is needed. */
    public static final ShowUser INSTANCE = new ShowUser();

    @Override
    public User applyTo(Account account) {
      return account.user();
    }
  }

  /**
   * Puts a message into the mailbox; answers false, and changes nothing, if it is full. O(1).
   *
   * @param message the message
   * @param capacity the most messages that the mailbox may hold
   */
  record Offer(Message message, int capacity) implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account) {
      return account.offer(message, capacity);
    }
  }

  /**
   * Takes the oldest messages out of the mailbox and answers them, oldest first. O(taken).
   *
   * @param max the most messages to take
   */
  record Take(int max) implements Command<List<Message>> {
    @Override
    public List<Message> applyTo(Account account) {
      return account.take(max);
    }
  }
}
