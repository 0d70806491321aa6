package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivery for transports, such as a server: live connections, calls and waits that block no
 * thread, transfers, presence and timers.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> at most two commands per call.
 */
public final class Delivery {
  private final Engine engine;
  private final MessengerHost host;
  private final Receiving receiving;
  private final Sending sending;

  Delivery(MessengerHost host, Receiving receiving, Sending sending) {
    engine = host.engine();
    this.host = host;
    this.receiving = receiving;
    this.sending = sending;
  }

  /**
   * Waits for mail without blocking a thread. The mail stays in the mailbox: the callback may
   * receive or lease it, and finds nothing if another receiver was faster.
   *
   * @param user the owner of the mailbox
   * @param timeout time to wait by the messenger's clock, up to {@link RamTalk#MAX_WAIT}
   * @param done called once, without a lock, possibly before this method returns; must not block.
   *     The argument is true if there is mail or the user has left, false after the timeout
   * @return cancels the wait; {@code done} is not called then
   * @throws InvalidInput if the timeout is out of range, or the user has too many listeners
   */
  public Engine.Watch awaitMail(UserId user, Duration timeout, Consumer<Boolean> done) {
    return MailWait.start(engine, host, user, receiving.until(timeout), done);
  }

  /**
   * Waits for new mail without blocking a thread, for a caller that has already seen the waiting
   * messages.
   *
   * @param user the owner of the mailbox
   * @param timeout time to wait by the messenger's clock, up to {@link RamTalk#MAX_WAIT}
   * @param isThere called once after listening has started; returns true if there is unseen mail
   * @param done called once, as above; with true if there may be new mail
   * @return cancels the wait; {@code done} is not called then
   * @throws InvalidInput if the timeout is out of range, or the user has too many listeners
   */
  public Engine.Watch awaitMail(
      UserId user, Duration timeout, BooleanSupplier isThere, Consumer<Boolean> done) {
    var condition = new MailWait.Condition(user, receiving.until(timeout), isThere);
    return MailWait.start(engine, host, condition, done);
  }

  /**
   * Listens to the doorbell of a user; see {@link Engine#watch}.
   *
   * @param user the user
   * @param bell called without a lock whenever there may be new mail; must not block
   * @return the watch, to stop listening
   * @throws InvalidInput with code {@code too_many_watches} if the user has too many listeners
   */
  public Engine.Watch watch(UserId user, Runnable bell) {
    return engine.watch(user, bell);
  }

  /**
   * Opens a live connection. The user is online, and receives messages and receipts as they arrive.
   *
   * @param user the user
   * @param bell called without a lock, by any thread, whenever the connection may have news; must
   *     not block. Null to be online without listening
   * @return the connection
   * @throws UserNotFound if the user is not registered
   * @throws InvalidInput with code {@code too_many_watches} if the user has too many listeners
   */
  public Connection connect(UserId user, @Nullable Runnable bell) {
    return Connection.open(host, receiving, user, bell);
  }

  /**
   * Schedules a callback after a delay by the messenger's clock.
   *
   * @param delay the delay, up to {@link RamTalk#MAX_WAIT}
   * @param call called once, without a lock; must not block
   * @return cancels the timer
   */
  public Engine.Watch timer(Duration delay, Runnable call) {
    return host.timer(receiving.until(delay), call)::run;
  }

  /**
   * Marks a user as online while one of its receivers waits for mail, without a live connection.
   *
   * @param user the user
   * @return ends the wait when closed
   * @throws UserNotFound if the user is not registered
   */
  public Engine.Watch waiting(UserId user) {
    return host.connections().waiting(user);
  }

  /**
   * Listens to the presence of a user; see {@link Engine#watchPresence}.
   *
   * @param user the user
   * @param bell called whenever the user may have gone online or offline; must not block
   * @return the watch, to stop listening
   */
  public Engine.Watch watchPresence(UserId user, Runnable bell) {
    return engine.watchPresence(user, bell);
  }

  /**
   * Takes the oldest messages for a transfer to their user. A commit deletes them; a rollback
   * returns each to its place. Meanwhile they are hidden from other receivers and do not count
   * against the capacity of the mailbox.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @return the transfer, which must be ended
   * @throws InvalidInput if {@code max} is less than 1
   * @throws UserNotFound if the user is not registered
   */
  public Transfer transfer(UserId user, int max) {
    return receiving.transfer(user, max);
  }

  /**
   * Takes messages like {@link #transfer}, but blocks no thread while the engine waits for other
   * processes.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @return completes with the transfer, or with an exception that {@link #transfer} throws, on any
   *     thread; what depends on it must not block
   * @throws InvalidInput if {@code max} is less than 1
   */
  public CompletionStage<Transfer> transferAsync(UserId user, int max) {
    return receiving.transferAsync(user, max);
  }

  /**
   * Leases messages like {@link RamTalk#lease(UserId, int, Duration, String)}, but blocks no thread
   * while the engine waits for other processes.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @param duration duration of the lease, 1 ms to {@link RamTalk#MAX_LEASE}
   * @param id the id of the lease, 1 to 64 letters, digits, dots, underscores and dashes
   * @return completes with the lease, or with an exception that {@code lease} throws, on any
   *     thread; what depends on it must not block
   * @throws InvalidInput if an argument is out of range; its code identifies the rule
   */
  public CompletionStage<Lease> leaseAsync(UserId user, int max, Duration duration, String id) {
    return receiving.leaseAsync(user, max, duration, id);
  }

  /**
   * Deletes messages of a lease like {@link RamTalk#acknowledge(UserId, String, Collection)}, but
   * blocks no thread while the engine waits for other processes.
   *
   * @param user the owner of the mailbox
   * @param lease the id of the lease
   * @param ids the messages; null for all messages of the lease
   * @return completes with the outcome, or with an exception that {@code acknowledge} throws, on
   *     any thread; what depends on it must not block
   */
  public CompletionStage<Acknowledged> acknowledgeAsync(
      UserId user, String lease, @Nullable Collection<MessageId> ids) {
    return receiving.acknowledgeAsync(user, lease, ids);
  }

  /**
   * Releases messages of a lease like {@link RamTalk#release(UserId, String, Collection)}, but
   * blocks no thread while the engine waits for other processes.
   *
   * @param user the owner of the mailbox
   * @param lease the id of the lease
   * @param ids the messages; null for all messages of the lease
   * @return completes with the number of released messages, or with an exception that {@code
   *     release} throws, on any thread; what depends on it must not block
   */
  public CompletionStage<Integer> releaseAsync(
      UserId user, String lease, @Nullable Collection<MessageId> ids) {
    return receiving.releaseAsync(user, lease, ids);
  }

  /**
   * Sends a message like {@link RamTalk#send(Draft)}, but blocks no thread while the engine waits
   * for other processes. Each send under way takes memory, so the caller limits their number.
   *
   * @param draft the message
   * @return completes with the id of the message, or with an exception that {@code send} throws, on
   *     any thread; what depends on it must not block
   * @throws InvalidInput if the draft is invalid; its code identifies the rule
   */
  public CompletionStage<MessageId> sendAsync(Draft draft) {
    return sending.sendAsync(draft);
  }

  /**
   * A wait for mail that occupies no thread. It calls back once: when the condition holds, or when
   * the time is up. After {@link #close} it never calls back.
   *
   * <p><b>Threads:</b> any number.
   */
  static final class MailWait implements Engine.Watch {
    /* Listen first, then check, then wait: a message or timeout in between rings or is seen by the
     * check. The wait may end before both watch and timer are assigned, so they are cleaned up once
     * more afterwards. */
    private final Consumer<Boolean> done;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Engine.@Nullable Watch watch;
    private volatile @Nullable Runnable cancelTimer;

    private MailWait(Consumer<Boolean> done) {
      this.done = done;
    }

    /** Starts waiting for any mail. */
    static MailWait start(
        Engine engine, Engine.Host host, UserId user, long until, Consumer<Boolean> done) {
      return start(engine, host, new Condition(user, until, () -> {
        var hasMail = engine.execute(user, new Command.HasMail(host.now()));
        return hasMail == null || hasMail;
      }), done);
    }

    /** The condition of a wait: the user, the end time, and a check whether it already holds. */
    record Condition(UserId user, long until, BooleanSupplier isThere) {}

    /** Waits for the doorbell, unless the condition already holds. */
    static MailWait start(
        Engine engine, Engine.Host host, Condition condition, Consumer<Boolean> done) {
      var wait = new MailWait(done);
      boolean listening = false;
      try {
        wait.watch = engine.watch(condition.user(), () -> wait.end(true));
        wait.cancelTimer = host.timer(condition.until(), () -> wait.end(false));
        wait.look(condition.isThere().getAsBoolean(), host.now() >= condition.until());
        listening = !wait.ended.get();
      } finally {
        if (!listening) {
          wait.stopListening();
        }
      }
      return wait;
    }

    /** Blocks this thread until there is mail or the time is up. */
    static void await(Engine engine, Engine.Host host, UserId user, long until)
        throws InterruptedException {
      var ended = new CountDownLatch(1);
      var wait = start(engine, host, user, until, mail -> ended.countDown());
      try {
        ended.await();
      } finally {
        wait.close();
      }
    }

    private void look(boolean isThere, boolean timeIsUp) {
      if (isThere) {
        end(true);
      } else if (timeIsUp) {
        end(false);
      }
    }

    private void end(boolean rang) {
      if (ended.compareAndSet(false, true)) {
        stopListening();
        done.accept(rang);
      }
    }

    @Override
    public void close() {
      ended.set(true);
      stopListening();
    }

    private void stopListening() {
      var listening = watch;
      if (listening != null) {
        listening.close();
      }
      var cancel = cancelTimer;
      if (cancel != null) {
        cancel.run();
      }
    }
  }
}
