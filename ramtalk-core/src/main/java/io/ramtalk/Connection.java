package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A live connection of a user, which polls for news whenever its doorbell rings. The mailbox is
 * the buffer: undelivered messages stay there, so a slow connection costs no memory.
 *
 * <p>The live lease, shared by all connections of the user, hides delivered messages from other
 * receivers. Every connection gets every message, and the first acknowledgement deletes it. When
 * the last connection closes, unacknowledged messages return to their places at once.
 *
 * <p><b>Threads:</b> one at a time polls; any thread may acknowledge, release and close.
 */
public final class Connection implements AutoCloseable {
  private final Engine engine;
  private final Receiving receiving;
  private final MonotonicClock monotonicClock;
  private final UserId user;
  private final Engine.Watch watch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long place;
  private long change;

  private Connection(Engine engine, Receiving receiving, MonotonicClock monotonicClock,
      UserId user, Engine.Watch watch) {
    this.engine = engine;
    this.receiving = receiving;
    this.monotonicClock = monotonicClock;
    this.user = user;
    this.watch = watch;
    var changes = engine.execute(user, new Command.ShowReceiptChanges(0));
    change = changes == null ? 0 : changes.last();
  }

  /** Connects a user. The doorbell, if given, may ring before this method returns. */
  static Connection open(Engine engine, Receiving receiving, MonotonicClock monotonicClock,
      UserId user, @Nullable Runnable bell) {
    Engine.Watch watch = bell == null ? () -> { } : engine.watch(user, bell);
    boolean connected = false;
    try {
      receiving.connections().connect(user);
      connected = true;
      return new Connection(engine, receiving, monotonicClock, user, watch);
    } catch (RuntimeException e) {
      watch.close();
      if (connected) {
        receiving.connections().disconnect(user);
      }
      throw e;
    }
  }

  /**
   * Continues after a message that an earlier connection of the user received.
   *
   * @param sequence position of that message in the mailbox, 0 for the beginning
   */
  public void resumeAfter(long sequence) {
    place = sequence;
  }

  /**
   * Returns the next messages.
   *
   * @param max maximum number of messages, 1 or more
   * @return the messages, oldest first; empty if there are no more at the moment
   * @throws UserNotFound if the user has left
   */
  public List<SequencedMessage> next(int max) {
    var pushed = receiving.follow(user, place, max);
    if (!pushed.isEmpty()) {
      place = pushed.get(pushed.size() - 1).sequence();
    }
    return pushed;
  }

  /**
   * Returns the receipts of sent messages that changed since the last call.
   *
   * @return the current receipts, in the order of their changes
   * @throws UserNotFound if the user has left
   */
  public List<Receipt> receiptChanges() {
    var changes = engine.require(user, new Command.ShowReceiptChanges(change));
    change = changes.last();
    return monotonicClock.receiptsShown(changes.receipts());
  }

  /**
   * Deletes messages that this or another live connection of the user received.
   *
   * @param ids the messages
   * @return the result for each kind of message
   * @throws UserNotFound if the user has left
   */
  public Acknowledged acknowledge(Collection<MessageId> ids) {
    return receiving.acknowledge(user, Command.Follow.LEASE, ids);
  }

  /**
   * Returns messages to their places in the mailbox, for other receivers.
   *
   * @param ids the messages
   * @return the number of returned messages
   * @throws UserNotFound if the user has left
   */
  public int release(Collection<MessageId> ids) {
    return receiving.release(user, Command.Follow.LEASE, ids);
  }

  /**
   * Closes this connection. The user goes offline unless another connection is open. While the
   * engine rejects calls, others see the change later. Closing twice is harmless.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.close();
      receiving.connections().disconnect(user);
    }
  }
}
