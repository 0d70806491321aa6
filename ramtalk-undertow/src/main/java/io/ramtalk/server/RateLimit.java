package io.ramtalk.server;

import java.util.Locale;

/** The rate limits: what is counted, the key it is counted by, and the default rate. */
public enum RateLimit {
  /** Messages, by sender. */
  SENDS_PER_USER("120/1m", "messages from one user"),

  /** Registrations, by client address. */
  SIGNUPS_PER_ADDRESS("20/1h", "sign-ups from one address"),

  /** One-time codes, by the client address that requests them. */
  CODES_PER_ADDRESS("10/1h", "codes requested from one address"),

  /** One-time codes, by the network that requests them: an IPv4 /24 or an IPv6 /48. */
  CODES_PER_NETWORK("60/1h", "codes requested from one network"),

  /** All one-time codes together, which limits the cost of the gateway. */
  CODES_IN_ALL("1000/1h", "codes in total"),

  /** One-time codes, by the number they are sent to; also at most one in 30 seconds. */
  CODES_PER_MOBILE("5/1h", "codes to one number"),

  /** Failed logins, by client address. */
  FAILED_LOGINS_PER_ADDRESS("30/1h", "failed logins from one address"),

  /** Wrong guesses at a pending code, by its number. */
  FAILED_LOGINS_PER_MOBILE("20/1d", "failed logins for one number"),

  /** Unknown and expired tokens, by the client address that sends them. */
  WRONG_TOKENS_PER_ADDRESS("30/1m", "wrong tokens from one address"),

  /** Lookups of other users' mobile numbers, by the user who makes them. */
  LOOKUPS_PER_USER("30/1m", "lookups of numbers by one user");

  @SuppressWarnings("ImmutableEnumChecker") // a rate is two immutable values
  private final Rate defaultRate;
  private final String description;

  RateLimit(String defaultRate, String description) {
    this.defaultRate = Rate.parse(defaultRate);
    this.description = description;
  }

  /**
   * Returns the default rate.
   *
   * @return the rate
   */
  public Rate defaultRate() {
    return defaultRate;
  }

  /**
   * Returns a description of what is counted, for people.
   *
   * @return part of a sentence, such as {@code sign-ups from one address}
   */
  public String description() {
    return description;
  }

  /**
   * Returns the stable name of the limit in problem responses.
   *
   * @return the name in lower case, such as {@code signups_per_address}
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
