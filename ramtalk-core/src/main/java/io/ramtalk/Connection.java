package io.ramtalk;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One live connection of a user, which asks for what is new when its bell rings. The mailbox is
 * the buffer: what a connection has not asked for stays there, so a slow one costs nothing.
 *
 * <p>What it was given is hidden from other receivers by the live lease, which all connections of
 * the user share: each is given every message, and the first acknowledgement deletes it. When the
 * last connection closes, what was not acknowledged goes back to its place at once.
 *
 * <p><b>Threads:</b> one at a time asks; any may acknowledge, release and close.
 */
public final class Connection implements AutoCloseable {
  private final Accounts accounts;
  private final Receiving receiving;
  private final Timeline timeline;
  private final UserId user;
  private final Engine.Watch watch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long place;
  private long change;

  private Connection(Accounts accounts, Receiving receiving, Timeline timeline, UserId user,
      Engine.Watch watch) {
    this.accounts = accounts;
    this.receiving = receiving;
    this.timeline = timeline;
    this.user = user;
    this.watch = watch;
    var changes = accounts.engine().execute(user, new Command.ShowReceiptChanges(0));
    change = changes == null ? 0 : changes.last();
  }

  /** Connects a user, whose bell, if there is one, may ring before this returns. */
  static Connection open(Accounts accounts, Receiving receiving, Timeline timeline, UserId user,
      @Nullable Runnable bell) {
    Engine.Watch watch = bell == null ? () -> { } : accounts.engine().watch(user, bell);
    boolean connected = false;
    try {
      receiving.connections().connect(user);
      connected = true;
      return new Connection(accounts, receiving, timeline, user, watch);
    } catch (RuntimeException e) {
      watch.close();
      if (connected) {
        receiving.connections().disconnect(user);
      }
      throw e;
    }
  }

  /**
   * Goes on behind a message that another connection of the user was given before.
   *
   * @param sequence its place in the mailbox, 0 for the beginning
   */
  public void resumeAfter(long sequence) {
    place = sequence;
  }

  /**
   * Gives the next messages.
   *
   * @param max the most messages, 1 or more
   * @return the messages, oldest first; empty if there are no more now
   * @throws UserNotFound if the user has left
   */
  public List<Pushed> next(int max) {
    var pushed = receiving.follow(user, place, max);
    if (!pushed.isEmpty()) {
      place = pushed.get(pushed.size() - 1).sequence();
    }
    return pushed;
  }

  /**
   * Gives the receipts of sent messages that changed since the last call.
   *
   * @return the receipts as they are now, in the order of their changes
   * @throws UserNotFound if the user has left
   */
  public List<Receipt> receiptChanges() {
    var changes = accounts.execute(user, new Command.ShowReceiptChanges(change));
    change = changes.last();
    return timeline.receiptsShown(changes.receipts());
  }

  /**
   * Deletes messages that this or another live connection of the user was given.
   *
   * @param ids the messages
   * @return what became of them
   * @throws UserNotFound if the user has left
   */
  public Acknowledged acknowledge(Collection<MessageId> ids) {
    return receiving.acknowledge(user, Command.Follow.LEASE, ids);
  }

  /**
   * Gives messages back to their places, for other receivers.
   *
   * @param ids the messages
   * @return how many are back
   * @throws UserNotFound if the user has left
   */
  public int release(Collection<MessageId> ids) {
    return receiving.release(user, Command.Follow.LEASE, ids);
  }

  /**
   * Goes offline with it, unless another connection is open. While the engine rejects calls, others
   * learn of it later. Doing so twice is harmless.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.close();
      receiving.connections().disconnect(user);
    }
  }
}
