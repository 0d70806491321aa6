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
  private final Receiving receiving;
  private final MonotonicClock monotonicClock;
  private final UserId user;
  private final Engine.Watch watch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long place;
  private long change;

  private Connection(
      MessengerHost host, Receiving receiving, UserId user, Engine.Watch watch) {
    this.receiving = receiving;
    monotonicClock = host.monotonicClock();
    this.user = user;
    this.watch = watch;
    var current = host.engine().execute(user, new Command.PollNews(
        0, Long.MAX_VALUE, 0, monotonicClock.now(), Engine.NEVER));
    change = current == null ? 0 : current.lastChange();
  }

  /** Connects a user. The doorbell, if given, may ring before this method returns. */
  static Connection open(
      MessengerHost host, Receiving receiving, UserId user, @Nullable Runnable bell) {
    Engine.Watch watch = bell == null ? () -> { } : host.engine().watch(user, bell);
    boolean connected = false;
    try {
      receiving.connections().connect(user);
      connected = true;
      return new Connection(host, receiving, user, watch);
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
   * News of a user.
   *
   * @param messages the next messages, oldest first
   * @param more whether there are further messages; if not, the doorbell rings for the next one
   * @param receipts the current receipts of sent messages that changed since the last call, in the
   *     order of their changes
   */
  public record News(List<SequencedMessage> messages, boolean more, List<Receipt> receipts) {}

  /**
   * Returns the next messages and the changed receipts. Costs one command.
   *
   * @param max maximum number of messages, 1 or more
   * @return the news
   * @throws UserNotFound if the user has left
   */
  public News next(int max) {
    var page = receiving.pollNews(user, place, change, max);
    change = page.lastChange();
    var messages = page.messages();
    if (!messages.isEmpty()) {
      place = messages.get(messages.size() - 1).sequence();
    }
    long ahead = monotonicClock.ahead();
    return new News(messages.stream().map(message -> message.earlier(ahead)).toList(), page.more(),
        monotonicClock.receiptsShown(page.receipts()));
  }

  /**
   * Deletes messages that this or another live connection of the user received.
   *
   * @param ids the messages
   * @return the result for each kind of message
   * @throws UserNotFound if the user has left
   */
  public Acknowledged acknowledge(Collection<MessageId> ids) {
    return receiving.acknowledge(user, Command.LIVE_LEASE, ids);
  }

  /**
   * Returns messages to their places in the mailbox, for other receivers.
   *
   * @param ids the messages
   * @return the number of returned messages
   * @throws UserNotFound if the user has left
   */
  public int release(Collection<MessageId> ids) {
    return receiving.release(user, Command.LIVE_LEASE, ids);
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
