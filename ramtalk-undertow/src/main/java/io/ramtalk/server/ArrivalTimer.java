package io.ramtalk.server;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Measures whether a body, or a message in a WebSocket, arrives fast enough, and calls back once
 * if it does not.
 *
 * <p><b>Threads:</b> one I/O thread; any may {@link #stop}.
 */
final class ArrivalTimer {
  /* It may take so long in all. Of the time in which more is waited for, each span must bring its
   * share of bytes: time in which nothing is read, since responses have not left, is not the fault
   * of this side of the client. */
  private final XnioIoThread thread;
  private final Pace pace;
  private final Runnable onLate;
  private final long beganNanos = System.nanoTime();
  private boolean hasEnd = true;
  private boolean late;
  private XnioExecutor.@Nullable Key timer;
  private long resumedNanos;
  private long waitedNanos;
  private long spanBytes;

  /**
   * The slowest arrival that is accepted.
   *
   * @param totalNanos the time that everything may take
   * @param spanNanos the time in which a share of the bytes must come
   * @param spanBytes the share
   */
  record Pace(long totalNanos, long spanNanos, long spanBytes) {
    static Pace of(ConnectionSettings settings) {
      long spanMillis = settings.millis(ConnectionTimeout.SLOW_BODY);
      return new Pace(
          TimeUnit.MILLISECONDS.toNanos(settings.millis(ConnectionTimeout.BODY)),
          TimeUnit.MILLISECONDS.toNanos(spanMillis),
          Math.max(1, settings.limit(ConnectionLimit.BODY_RATE) * spanMillis / 1_000));
    }
  }

  /** Measures from now on; waiting begins with {@link #start}. */
  ArrivalTimer(XnioIoThread thread, Pace pace, Runnable onLate) {
    this.thread = thread;
    this.pace = pace;
    this.onLate = onLate;
  }

  /** Says that more is waited for from now on. */
  void start() {
    if (timer == null && !late) {
      resumedNanos = System.nanoTime();
      schedule();
    }
  }

  /** Says that nothing is waited for from now on. */
  void stop() {
    if (timer != null) {
      timer.remove();
      timer = null;
      waitedNanos += System.nanoTime() - resumedNanos;
    }
  }

  /** Takes note of bytes that came. */
  void count(long bytes) {
    spanBytes += bytes;
  }

  /** Lets everything together take any time; each span must still bring its share. */
  void lift() {
    hasEnd = false;
  }

  /** True once the callback was called, or nothing can be waited for since the server stops. */
  boolean isLate() {
    return late;
  }

  private void schedule() {
    long nanos = pace.spanNanos() - waitedNanos;
    if (hasEnd) {
      nanos = Math.min(nanos, beganNanos + pace.totalNanos() - resumedNanos);
    }
    try {
      timer = thread.executeAfter(
          this::check, TimeUnit.NANOSECONDS.toMillis(nanos) + 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException terminating) {
      late = true;
    }
  }

  private void check() {
    long now = System.nanoTime();
    timer = null;
    waitedNanos += now - resumedNanos;
    resumedNanos = now;
    boolean isSlow = waitedNanos >= pace.spanNanos() && spanBytes < pace.spanBytes();
    if (isSlow || (hasEnd && now - beganNanos >= pace.totalNanos())) {
      late = true;
      onLate.run();
      return;
    }
    if (waitedNanos >= pace.spanNanos()) {
      waitedNanos = 0;
      spanBytes = 0;
    }
    schedule();
  }
}
