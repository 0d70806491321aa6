package io.ramtalk;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for mail without a thread, and says once how it ended: with what was waited for, or with
 * the time being up. Closing it says nothing any more.
 *
 * <p><b>Threads:</b> any number.
 */
final class MailWait implements Engine.Watch {
  /* First listen, then look, then wait: a message that comes in between rings or is seen, and so
   * it is with the time. The wait may end before watch and alarm are both noted here, so they are
   * cleaned up once more after that. */
  private final Consumer<Boolean> done;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Engine.@Nullable Watch watch;
  private volatile @Nullable Runnable cancelAlarm;

  private MailWait(Consumer<Boolean> done) {
    this.done = done;
  }

  /** Waits for any mail. */
  static MailWait start(
      Engine engine, Engine.Host host, UserId user, long until, Consumer<Boolean> done) {
    return start(engine, host, new Wanted(user, until, () -> {
      var hasMail = engine.execute(user, new Command.HasMail(host.now()));
      return hasMail == null || hasMail;
    }), done);
  }

  /** What is waited for: whose mail, until when, and whether what is wanted is there already. */
  record Wanted(UserId user, long until, BooleanSupplier isThere) {}

  /** Waits for the doorbell, unless what is wanted is there already. */
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

  /** Waits in this thread until there is mail or the time is up. */
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
