package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A wait for mail that occupies no thread. It calls back once: when the condition holds, or when
 * the time is up. After {@link #close} it never calls back.
 *
 * <p><b>Threads:</b> any number.
 */
final class MailWait implements Engine.Watch {
  /* Listen first, then check, then wait: a message or timeout in between rings or is seen by the
   * check. The wait may end before both watch and timer are assigned, so they are cleaned up once
   * more afterwards. */
  private final Consumer<Boolean> done;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Engine.@Nullable Watch watch;
  private volatile @Nullable Runnable cancelAlarm;

  private MailWait(Consumer<Boolean> done) {
    this.done = done;
  }

  /** Starts waiting for any mail. */
  static MailWait start(
      Engine engine, Engine.Host host, UserId user, long until, Consumer<Boolean> done) {
    return start(engine, host, new Wanted(user, until, () -> {
      var hasMail = engine.execute(user, new Command.HasMail(host.now()));
      return hasMail == null || hasMail;
    }), done);
  }

  /** The condition of a wait: the user, the end time, and a check whether it already holds. */
  record Wanted(UserId user, long until, BooleanSupplier isThere) {}

  /** Waits for the doorbell, unless the condition already holds. */
  static MailWait start(
      Engine engine, Engine.Host host, Wanted wanted, Consumer<Boolean> done) {
    var wait = new MailWait(done);
    boolean listening = false;
    try {
      wait.watch = engine.watch(wanted.user(), () -> wait.end(true));
      wait.cancelAlarm = host.alarm(wanted.until(), () -> wait.end(false));
      wait.look(wanted.isThere().getAsBoolean(), host.now() >= wanted.until());
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
    var cancel = cancelAlarm;
    if (cancel != null) {
      cancel.run();
    }
  }
}
