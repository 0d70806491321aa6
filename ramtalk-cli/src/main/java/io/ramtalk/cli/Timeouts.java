package io.ramtalk.cli;

import java.time.Duration;

/**
 * How long a command waits for its server.
 *
 * @param connect the most time until a connection stands
 * @param read the most time without a byte of the answer
 * @param pause the time before what failed is tried a second time
 */
record Timeouts(Duration connect, Duration read, Duration pause) {
  private static final int CONNECT_SECONDS = 5;
  private static final int READ_SECONDS = 30;
  private static final int PAUSE_MILLIS = 250;

  static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(CONNECT_SECONDS),
      Duration.ofSeconds(READ_SECONDS), Duration.ofMillis(PAUSE_MILLIS));
}
