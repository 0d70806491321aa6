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
 * Calls back at a time of the timeline. With a {@link VirtualClock} the thread that moves the
 * clock makes the calls before {@code advance} returns; where time passes by itself, a daemon
 * thread does, which is started with the first alarm.
 *
 * <p><b>Threads:</b> any number; callbacks run with no lock of an account held and must not wait.
 * <b>Cost:</b> O(log alarms) to set and to cancel. The number of alarms is bounded by those who set
 * them: one for each mailbox, one for each waiting receiver, and what a program sets.
 */
final class AlarmClock implements AutoCloseable {
  /* A clock may leap while the thread waits, so it looks again after a second at the latest. */
  private static final long MAX_WAIT_MILLIS = 1_000;
  private static final System.Logger LOG = System.getLogger(AlarmClock.class.getName());
  private static final Comparator<Alarm> ORDER =
      Comparator.<Alarm>comparingLong(a -> a.time).thenComparingLong(a -> a.sequence);

  private final Timeline timeline;
  private final @Nullable VirtualClock virtual;
  private final boolean timePasses;
  private final ReentrantLock ringing = new ReentrantLock();
  private final Runnable onVirtualChange = this::ring;
  private final TreeSet<Alarm> alarms = new TreeSet<>(ORDER);
  private @Nullable Thread thread;
  private long sequence;
  private boolean closed;

  AlarmClock(Timeline timeline, Clock clock) {
    this.timeline = timeline;
    virtual = clock instanceof VirtualClock v ? v : null;
    timePasses = virtual == null || virtual.isRunning();
    if (virtual != null) {
      virtual.addListener(onVirtualChange);
    }
  }

  /** One call that is due at a time. */
  static final class Alarm {
    private final long time;
    private final long sequence;
    private final Runnable call;

    private Alarm(long time, long sequence, Runnable call) {
      this.time = time;
      this.sequence = sequence;
      this.call = call;
    }
  }

  /** Calls back once, at that time or soon after; never before, and not after {@link #close}. */
  synchronized Alarm set(long time, Runnable call) {
    var alarm = new Alarm(time, sequence++, call);
    if (!closed) {
      alarms.add(alarm);
      if (timePasses) {
        start();
        if (alarms.first() == alarm) {
          notifyAll();
        }
      }
    }
    return alarm;
  }

  /** Takes an alarm back, unless its call has begun. */
  synchronized void cancel(Alarm alarm) {
    alarms.remove(alarm);
  }

  /** Returns how many alarms are set. */
  synchronized int count() {
    return alarms.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    alarms.clear();
    notifyAll();
    if (virtual != null) {
      virtual.removeListener(onVirtualChange);
    }
  }

  private void start() {
    if (thread == null) {
      thread = new Thread(this::run, "ramtalk-alarms");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      while (awaitAlarm()) {
        ring();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until an alarm may be due; false once closed. */
  private synchronized boolean awaitAlarm() throws InterruptedException {
    while (!closed) {
      long wait = alarms.isEmpty() ? 0 : alarms.first().time - timeline.now();
      if (wait <= 0 && !alarms.isEmpty()) {
        return true;
      }
      wait(Math.min(wait, MAX_WAIT_MILLIS));
    }
    return false;
  }

  /** Makes the calls that are due, and those that become due by them. */
  private void ring() {
    if (virtual == null || !timePasses) {
      callDue();
      return;
    }
    /* Whoever moved the clock must not go on while the thread is about to call. */
    ringing.lock();
    try {
      callDue();
    } finally {
      ringing.unlock();
    }
  }

  private void callDue() {
    for (var due = takeDue(); !due.isEmpty(); due = takeDue()) {
      for (var alarm : due) {
        call(alarm);
      }
    }
  }

  /** Makes one call; its failure is its own, and the others are made all the same. */
  private static void call(Alarm alarm) {
    try {
      alarm.call.run();
    } catch (MessengerClosed e) {
      LOG.log(Level.DEBUG, "An alarm rang while the messenger was closed", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "What an alarm called failed", e);
    }
  }

  private synchronized List<Alarm> takeDue() {
    long now = timeline.now();
    var due = new ArrayList<Alarm>();
    while (!alarms.isEmpty() && alarms.first().time <= now) {
      due.add(alarms.pollFirst());
    }
    return due;
  }
}
