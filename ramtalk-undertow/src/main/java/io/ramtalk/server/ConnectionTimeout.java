package io.ramtalk.server;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a client may take for something, before its connection is closed. These follow the
 * clock of the machine and not that of the messenger, as the network does.
 */
public enum ConnectionTimeout {
  /** The head of a request, from its first byte to its last. */
  HEAD("10s", "100ms", "5m", "the head of a request takes"),

  /** A connection on which nothing was asked yet, or nothing more. */
  KEEP_ALIVE("30s", "100ms", "1h", "a connection waits for a request"),

  /** A connection on which no byte moves in either direction, whatever it is used for. */
  IDLE("60s", "60s", "1d", "no byte moves on a connection"),

  /** The body of a request, unless it sends many messages. */
  BODY("15s", "100ms", "1h", "the body of a request takes, unless it sends many messages"),

  /** A body slower than {@link ConnectionLimit#BODY_RATE}. */
  SLOW_BODY("5s", "100ms", "1h", "a body comes slower than --body-rate"),

  /** An answer or a frame of which the client takes nothing. */
  WRITE("10s", "100ms", "1h", "a client takes nothing of what is sent to it");

  /* An idle connection may be a request that waits for mail, up to 50 s, or a stream, which says
   * a comment every 25 s: a shorter time would cut those. */
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
   * Returns how long, unless a server is told otherwise.
   *
   * @return the time
   */
  public Duration defaultTime() {
    return Durations.parse(defaultText);
  }

  /**
   * Returns what the time-out is about, for people.
   *
   * @return a sentence such as {@code Longest that the head of a request takes, 100ms to 5m}
   */
  public String description() {
    return "Longest that " + meaning + ", " + min + " to " + max;
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
