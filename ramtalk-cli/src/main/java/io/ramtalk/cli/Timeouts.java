package io.ramtalk.cli;

import java.time.Duration;

/**
 * How long a command waits for its server.
 *
 * @param connect the most time until a connection stands
 * @param read the most time without a byte of the answer
 */
record Timeouts(Duration connect, Duration read) {
  private static final int CONNECT_SECONDS = 5;
  private static final int READ_SECONDS = 30;

  static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(CONNECT_SECONDS), Duration.ofSeconds(READ_SECONDS));
}
