package io.ramtalk.server;

import java.time.Duration;

/**
 * How live connections are kept from going silent.
 *
 * @param ping how often a socket is pinged; one from which no byte came for twice that and a
 *     quarter is closed, for its client is gone
 * @param comment how often a stream with nothing to say says a comment, which keeps proxies from
 *     closing it
 */
record Heartbeat(Duration ping, Duration comment) {
  static final Heartbeat DEFAULT = new Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(25));

  /** Returns how long a client of a socket may say nothing, not even a pong. */
  Duration maxSilence() {
    return ping.multipliedBy(9).dividedBy(4);
  }
}
