package io.ramtalk.cli.internal.client;

import java.util.function.DoubleSupplier;

/**
 * The delay before the next attempt. It starts at half a second and doubles up to half a minute. A
 * random part of up to a half is subtracted, so that clients that lost their server at the same
 * time do not all reconnect at the same time.
 *
 * <p><b>Threads:</b> one.
 */
final class Backoff {
  static final int FIRST_MILLIS = 500;
  static final int LAST_MILLIS = 30_000;

  private final DoubleSupplier chance;
  private int step = FIRST_MILLIS;

  /**
   * Starts with the shortest delay.
   *
   * @param chance a source of numbers from 0 to 1
   */
  Backoff(DoubleSupplier chance) {
    this.chance = chance;
  }

  long nextMillis() {
    double millis = step * (1 - chance.getAsDouble() / 2);
    step = Math.min(LAST_MILLIS, step * 2);
    return (long) millis;
  }

  /** Restarts with the shortest delay. */
  void reset() {
    step = FIRST_MILLIS;
  }
}
