package io.ramtalk.server;

/**
 * Lets at most one line a second into a log, and counts those that it leaves out.
 *
 * <p><b>Threads:</b> any number.
 */
final class LogPause {
  private static final long PAUSE_MILLIS = 1_000;

  private boolean isOpen;
  private long lineMillis;
  private long leftOut;

  /** Returns how many lines were left out before this one, -1 if this one is left out too. */
  synchronized long next(long nowMillis) {
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
