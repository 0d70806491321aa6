package io.ramtalk.server;

import java.util.Locale;

/** How much of something a client may have, or all clients together. */
public enum ConnectionLimit {
  /** Bytes of the head of a request. */
  HEADER_BYTES(16 << 10, 1 << 10, 1 << 20, "Longest head of a request in bytes"),

  /** Header lines of a request. */
  HEADERS(64, 8, 1_000, "Most header lines of a request"),

  /** Parameters in the query of a request. */
  PARAMETERS(32, 8, 1_000, "Most parameters in the query of a request"),

  /** Cookies of a request; the server reads none. */
  COOKIES(16, 1, 1_000, "Most cookies of a request"),

  /** Bytes a second below which a body is too slow, see {@link ConnectionTimeout#SLOW_BODY}. */
  BODY_RATE(1 << 10, 1, 1 << 20, "Fewest bytes a second of a body"),

  /** Open connections in all; less on a heap with less than 64 KiB for each, or 128 with TLS. */
  CONNECTIONS(10_000, 1, 1_000_000, "Most open connections"),

  /**
   * Open connections of one address, which is an IPv4 address or an IPv6 /64. Trusted proxies are
   * not bound by it, nor is this machine, unless the limit is set.
   */
  CONNECTIONS_PER_ADDRESS(64, 1, 1_000_000, "Most open connections of one address; trusted"
      + " proxies may have more, and so may this machine unless this is set"),

  /** Requests that wait for mail. */
  LONG_POLLS(10_000, 1, 1_000_000, "Most requests that wait for mail"),

  /** Requests that wait for mail of one user. */
  LONG_POLLS_PER_USER(4, 1, 64, "Most requests that wait for mail of one user"),

  /** Open sockets and streams. */
  LIVE_CONNECTIONS(20_000, 1, 1_000_000, "Most open sockets and streams"),

  /** Open sockets and streams of one user. */
  LIVE_CONNECTIONS_PER_USER(16, 1, 64, "Most open sockets and streams of one user"),

  /** Buffers of 16 KiB, outside the heap, that are kept for the next connection that needs one. */
  BUFFERS(4_096, 16, 1_000_000, "Most buffers of 16 KiB kept outside the heap for reuse");

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
   * Returns how much, unless a server is told otherwise.
   *
   * @return the number
   */
  public int defaultValue() {
    return defaultValue;
  }

  /**
   * Returns what is bounded, for people.
   *
   * @return a sentence such as {@code Most header lines of a request, 8 to 1000}
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
