package io.ramtalk.cli.internal.client;

import java.time.Duration;

/**
 * The timeouts of requests to the server.
 *
 * @param connect timeout for establishing a connection
 * @param read timeout for the next byte of a response
 * @param pause pause before the first retry
 */
public record Timeouts(Duration connect, Duration read, Duration pause) {
  private static final int CONNECT_SECONDS = 5;
  private static final int READ_SECONDS = 30;
  private static final int PAUSE_MILLIS = 250;

  public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(CONNECT_SECONDS),
      Duration.ofSeconds(READ_SECONDS), Duration.ofMillis(PAUSE_MILLIS));
}
