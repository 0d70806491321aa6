package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.engine.LeaseRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * A transfer of messages to their user: hidden in the mailbox, but not yet deleted. The carrier
 * ends it once, with {@link #commit} or {@link #rollback}.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Transfer {
  /* A transfer ends with its connection; the maximum duration covers a carrier that never ends it.
   * Its lease id must be unique within the mailbox. Callers cannot choose an id with a slash, and
   * 64 random bits distinguish transfers without a counter shared by all threads. */
  private static final Duration MAX_DURATION = Duration.ofMinutes(5);

  private final Engine engine;
  private final MonotonicClock monotonicClock;
  private final UserId user;
  private final String lease = "/" + ThreadLocalRandom.current().nextLong();
  private List<Message> messages = List.of();

  Transfer(Engine engine, MonotonicClock monotonicClock, UserId user) {
    this.engine = engine;
    this.monotonicClock = monotonicClock;
    this.user = user;
  }

  Command.Lease begin(int max) {
    long now = monotonicClock.now();
    return new Command.Lease(
        new LeaseRequest(lease, max, now, now + MAX_DURATION.toMillis(), true));
  }

  Transfer holds(List<Message> taken) {
    messages = taken;
    return this;
  }

  /**
   * Returns the messages in transfer.
   *
   * @return the messages, oldest first
   */
  public List<Message> messages() {
    return messages;
  }

  /** Releases messages that the engine may have leased although the call failed. */
  void abandon() {
    release();
  }

  /**
   * Commits the transfer after the messages arrived: they are deleted, and their senders get
   * receipts. An engine with slow access to the accounts does that after this call returned; later
   * calls of this process see the result.
   */
  public void commit() {
    if (!messages.isEmpty()) {
      var senders = messages.stream().map(Message::from).collect(Collectors.toSet());
      engine.executeLater(
          user, new Command.Acknowledge(lease, null, monotonicClock.now()), senders);
    }
  }

  /** Rolls the transfer back after a failure: the messages return to their places. */
  public void rollback() {
    if (!messages.isEmpty()) {
      release();
    }
  }

  private void release() {
    engine.executeLater(
        user, new Command.Release(lease, null, monotonicClock.now()), List.of());
  }
}
