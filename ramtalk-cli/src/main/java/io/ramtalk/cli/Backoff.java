package io.ramtalk.cli;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: half a second, then twice as long each time up to half
 * a minute, of which chance takes away up to a half, so that clients that lost their server
 * together do not come back together.
 *
 * <p><b>Threads:</b> one.
 */
final class Backoff {
  static final int FIRST_MILLIS = 500;
  static final int LAST_MILLIS = 30_000;

  private final DoubleSupplier chance;
  private int step = FIRST_MILLIS;

  /**
   * Begins with the shortest wait.
   *
   * @param chance gives numbers from 0 to 1
   */
  Backoff(DoubleSupplier chance) {
    this.chance = chance;
  }

  long nextMillis() {
    double millis = step * (1 - chance.getAsDouble() / 2);
    step = Math.min(LAST_MILLIS, step * 2);
    return (long) millis;
  }

  /** Begins again with the shortest wait. */
  void reset() {
    step = FIRST_MILLIS;
  }
}
