package io.ramtalk.server.internal.http;

/**
 * Limits a log to one line per second, and counts the lines left out.
 *
 * <p><b>Threads:</b> any number.
 */
public final class LogPause {
  private static final long PAUSE_MILLIS = 1_000;

  private boolean isOpen;
  private long lineMillis;
  private long leftOut;

  /** Returns the number of lines left out before this one, or -1 to leave this one out too. */
  public synchronized long next(long nowMillis) {
    if (isOpen && Math.abs(nowMillis - lineMillis) < PAUSE_MILLIS) {
      leftOut++;
      return -1;
    }
    long before = leftOut;
    isOpen = true;
    lineMillis = nowMillis;
    leftOut = 0;
    return before;
  }
}
