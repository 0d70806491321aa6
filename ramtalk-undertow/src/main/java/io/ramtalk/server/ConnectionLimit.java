package io.ramtalk.server;

import java.util.Locale;

/** Limits for one client, or for all clients together. */
public enum ConnectionLimit {
  /** Maximum size of the head of a request, in bytes. */
  HEADER_BYTES(16 << 10, 1 << 10, 1 << 20, "Maximum size of a request head in bytes"),

  /** Maximum number of header lines in a request. */
  HEADERS(64, 8, 1_000, "Maximum number of header lines in a request"),

  /** Maximum number of query parameters in a request. */
  PARAMETERS(32, 8, 1_000, "Maximum number of query parameters in a request"),

  /** Maximum number of cookies in a request; the server reads none of them. */
  COOKIES(16, 1, 1_000, "Maximum number of cookies in a request"),

  /** Minimum bytes per second of a body, see {@link ConnectionTimeout#SLOW_BODY}. */
  BODY_RATE(1 << 10, 1, 1 << 20, "Minimum rate of a body in bytes per second"),

  /** Maximum number of open connections; lower if the heap has under 64 KiB (TLS: 128) for each. */
  CONNECTIONS(10_000, 1, 1_000_000, "Maximum number of open connections"),

  /**
   * Maximum number of open connections from one address, which is an IPv4 address or an IPv6 /64.
   * Trusted proxies are exempt. So is this machine, unless the limit is set.
   */
  CONNECTIONS_PER_ADDRESS(64, 1, 1_000_000, "Maximum number of open connections from one address;"
      + " trusted proxies are exempt, and so is this machine unless this is set"),

  /** Maximum number of requests that wait for messages. */
  LONG_POLLS(10_000, 1, 1_000_000, "Maximum number of requests that wait for messages"),

  /** Maximum number of requests of one user that wait for messages. */
  LONG_POLLS_PER_USER(4, 1, 64, "Maximum number of requests of one user that wait for messages"),

  /** Maximum number of open WebSockets and event streams. */
  LIVE_CONNECTIONS(20_000, 1, 1_000_000, "Maximum number of open WebSockets and event streams"),

  /** Maximum number of open WebSockets and event streams of one user. */
  LIVE_CONNECTIONS_PER_USER(
      16, 1, 64, "Maximum number of open WebSockets and event streams of one user"),

  /** Maximum number of 16 KiB buffers that are kept outside the heap for reuse. */
  BUFFERS(4_096, 16, 1_000_000, "Maximum number of 16 KiB buffers kept outside the heap for reuse");

  private final int defaultValue;
  private final int min;
  private final int max;
  private final String meaning;

  ConnectionLimit(int defaultValue, int min, int max, String meaning) {
    this.defaultValue = defaultValue;
    this.min = min;
    this.max = max;
    this.meaning = meaning;
  }

  /**
   * Returns the default value.
   *
   * @return the number
   */
  public int defaultValue() {
    return defaultValue;
  }

  /**
   * Returns a description of the limit for people.
   *
   * @return such as {@code Maximum number of header lines in a request, 8 to 1000}
   */
  public String description() {
    return meaning + ", " + min + " to " + max;
  }

  /**
   * Returns the flag that sets it.
   *
   * @return a flag such as {@code --headers}
   */
  public String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Checks that a value is within the bounds.
   *
   * @param value the value
   * @return the same value
   * @throws IllegalArgumentException if it is out of bounds; the message names the bounds
   */
  public int check(int value) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          flag() + " must be " + min + " to " + max + ": " + value);
    }
    return value;
  }
}
