package io.ramtalk.server.internal.http;

import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.ConnectionTimeout;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Measures whether a body or a WebSocket message arrives fast enough, and calls back once if it
 * does not.
 *
 * <p><b>Threads:</b> one I/O thread; any thread may call {@link #stop}.
 */
public final class ArrivalTimer {
  /* There is a limit on the total time. Within the time spent waiting for data, each span must also
   * bring its share of bytes. Time spent blocked on our own writes does not count against the
   * client. */
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
   * @param totalNanos maximum total time, in nanoseconds
   * @param spanNanos length of a span, in nanoseconds
   * @param spanBytes minimum number of bytes in each span
   */
  public record Pace(long totalNanos, long spanNanos, long spanBytes) {
    public static Pace of(ConnectionSettings settings) {
      long spanMillis = settings.millis(ConnectionTimeout.SLOW_BODY);
      return new Pace(
          TimeUnit.MILLISECONDS.toNanos(settings.millis(ConnectionTimeout.BODY)),
          TimeUnit.MILLISECONDS.toNanos(spanMillis),
          Math.max(1, settings.limit(ConnectionLimit.BODY_RATE) * spanMillis / 1_000));
    }
  }

  /** Starts the total time; waiting begins with {@link #start}. */
  public ArrivalTimer(XnioIoThread thread, Pace pace, Runnable onLate) {
    this.thread = thread;
    this.pace = pace;
    this.onLate = onLate;
  }

  /** Starts waiting for data. */
  public void start() {
    if (timer == null && !late) {
      resumedNanos = System.nanoTime();
      schedule();
    }
  }

  /** Stops waiting for data. */
  public void stop() {
    if (timer != null) {
      timer.remove();
      timer = null;
      waitedNanos += System.nanoTime() - resumedNanos;
    }
  }

  /** Counts bytes that have arrived. */
  public void count(long bytes) {
    spanBytes += bytes;
  }

  /** Removes the limit on the total time; each span must still bring its share. */
  void lift() {
    hasEnd = false;
  }

  /** Returns true after the callback, or when the server is stopping and cannot set a timer. */
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
