package io.ramtalk;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Timers on the timeline. With a {@link VirtualClock}, the thread that moves the clock runs the
 * callbacks before {@code advance} returns. With a running clock, a daemon thread runs them; it
 * starts with the first timer.
 *
 * <p><b>Threads:</b> any number; callbacks run without an account lock and must not block.
 * <b>Cost:</b> O(log timers) to set and to cancel. The number of timers is bounded by their owners:
 * one per mailbox, one per waiting receiver, and those that the application sets.
 */
final class Timers implements AutoCloseable {
  /* The clock may jump during a wait, so the thread checks it at least once a second. */
  private static final long MAX_WAIT_MILLIS = 1_000;
  private static final System.Logger LOG = System.getLogger(Timers.class.getName());
  private static final Comparator<Timer> ORDER =
      Comparator.<Timer>comparingLong(a -> a.time).thenComparingLong(a -> a.sequence);

  private final MonotonicClock monotonicClock;
  private final @Nullable VirtualClock virtual;
  private final boolean timePasses;
  private final ReentrantLock ringing = new ReentrantLock();
  private final Runnable onVirtualChange = this::ring;
  private final TreeSet<Timer> timers = new TreeSet<>(ORDER);
  private @Nullable Thread thread;
  private long sequence;
  private boolean closed;

  Timers(MonotonicClock monotonicClock, Clock clock) {
    this.monotonicClock = monotonicClock;
    virtual = clock instanceof VirtualClock v ? v : null;
    timePasses = virtual == null || virtual.isRunning();
    if (virtual != null) {
      virtual.addListener(onVirtualChange);
    }
  }

  /** A callback that is due at a given time. */
  static final class Timer {
    private final long time;
    private final long sequence;
    private final Runnable call;

    private Timer(long time, long sequence, Runnable call) {
      this.time = time;
      this.sequence = sequence;
      this.call = call;
    }
  }

  /** Schedules a callback at or soon after a time, never earlier and never after {@link #close}. */
  synchronized Timer set(long time, Runnable call) {
    var timer = new Timer(time, sequence++, call);
    if (!closed) {
      timers.add(timer);
      if (timePasses) {
        start();
        if (timers.first() == timer) {
          notifyAll();
        }
      }
    }
    return timer;
  }

  /** Cancels a timer, unless its callback has started. */
  synchronized void cancel(Timer timer) {
    timers.remove(timer);
  }

  /** Returns the number of pending timers. */
  synchronized int count() {
    return timers.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    timers.clear();
    notifyAll();
    if (virtual != null) {
      virtual.removeListener(onVirtualChange);
    }
  }

  private void start() {
    if (thread == null) {
      thread = new Thread(this::run, "ramtalk-timers");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      while (awaitTimer()) {
        ring();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a timer may be due. Returns false once closed. */
  private synchronized boolean awaitTimer() throws InterruptedException {
    while (!closed) {
      long wait = timers.isEmpty() ? 0 : timers.first().time - monotonicClock.now();
      if (wait <= 0 && !timers.isEmpty()) {
        return true;
      }
      wait(Math.min(wait, MAX_WAIT_MILLIS));
    }
    return false;
  }

  /** Runs the callbacks that are due, including those that become due meanwhile. */
  private void ring() {
    if (virtual == null || !timePasses) {
      callDue();
      return;
    }
    /* The thread that moved the clock must not continue while a callback is about to run. */
    ringing.lock();
    try {
      callDue();
    } finally {
      ringing.unlock();
    }
  }

  private void callDue() {
    for (var due = takeDue(); !due.isEmpty(); due = takeDue()) {
      for (var timer : due) {
        call(timer);
      }
    }
  }

  /** Runs one callback. Its failure does not affect the others. */
  private static void call(Timer timer) {
    try {
      timer.call.run();
    } catch (MessengerClosed e) {
      LOG.log(Level.DEBUG, "A timer fired after the messenger was closed", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A timer callback failed", e);
    }
  }

  private synchronized List<Timer> takeDue() {
    long now = monotonicClock.now();
    var due = new ArrayList<Timer>();
    while (!timers.isEmpty() && timers.first().time <= now) {
      due.add(timers.pollFirst());
    }
    return due;
  }
}
