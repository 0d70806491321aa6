package io.ramtalk.server;

import io.ramtalk.server.internal.wire.Durations;
import java.time.Duration;
import java.util.Locale;

/**
 * Time limits after which a connection is closed. They follow the clock of the machine, as the
 * network does, and not that of the messenger.
 */
public enum ConnectionTimeout {
  /** Time from the first byte of a request's head to its last. */
  HEAD("10s", "100ms", "5m", "to receive a request head"),

  /** Time that a connection waits for its first or next request. */
  KEEP_ALIVE("30s", "100ms", "1h", "that a connection waits for a request"),

  /** Time without a byte in either direction, whatever the connection is used for. */
  IDLE("60s", "60s", "1d", "without traffic on a connection"),

  /** Time to receive the body of a request, except for bulk sends. */
  BODY("15s", "100ms", "1h", "to receive a request body, except for bulk sends"),

  /** Time for which a body may be slower than {@link ConnectionLimit#BODY_RATE}. */
  SLOW_BODY("5s", "100ms", "1h", "that a body may be slower than --body-rate"),

  /** Time in which a client must take at least part of a response or frame. */
  WRITE("10s", "100ms", "1h", "that a client may leave a response or frame unread");

  /* An idle connection may be a request that waits for messages, up to 50 s, or a stream, which
   * sends a comment every 25 s. A shorter timeout would close those. */
  private final String defaultText;
  private final String min;
  private final String max;
  private final String meaning;

  ConnectionTimeout(String defaultText, String min, String max, String meaning) {
    this.defaultText = defaultText;
    this.min = min;
    this.max = max;
    this.meaning = meaning;
  }

  /**
   * Returns the default.
   *
   * @return the time
   */
  public Duration defaultTime() {
    return Durations.parse(defaultText);
  }

  /**
   * Returns a description of the timeout for people.
   *
   * @return such as {@code Maximum time to receive a request head, 100ms to 5m}
   */
  public String description() {
    return "Maximum time " + meaning + ", " + min + " to " + max;
  }

  /**
   * Returns the default as people write it.
   *
   * @return a time such as {@code 10s}
   */
  public String defaultText() {
    return defaultText;
  }

  /**
   * Returns the flag that sets it.
   *
   * @return a flag such as {@code --head-timeout}
   */
  public String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-') + "-timeout";
  }

  /**
   * Checks that a time is within the bounds.
   *
   * @param time the time
   * @return the same time
   * @throws IllegalArgumentException if it is out of bounds; the message names the bounds
   */
  public Duration check(Duration time) {
    if (time.compareTo(Durations.parse(min)) < 0 || time.compareTo(Durations.parse(max)) > 0) {
      throw new IllegalArgumentException(
          flag() + " must be " + min + " to " + max + ": " + Durations.format(time));
    }
    return time;
  }
}
