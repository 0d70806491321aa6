package io.ramtalk.server.internal.live;

import java.time.Duration;

/**
 * The intervals that keep live connections open.
 *
 * @param ping how often a WebSocket is pinged; it is closed after 2.25 intervals without a byte
 *     from the client
 * @param comment how often an idle event stream sends a comment, which keeps proxies from closing
 *     it
 */
public record Heartbeat(Duration ping, Duration comment) {
  public static final Heartbeat DEFAULT =
      new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(25));

  /** Returns how long the client of a WebSocket may be silent, without even a pong. */
  Duration maxSilence() {
    return ping.multipliedBy(9).dividedBy(4);
  }
}
