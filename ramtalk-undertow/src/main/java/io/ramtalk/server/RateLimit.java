package io.ramtalk.server;

import java.util.Locale;

/** What may happen only so often, by whom it is counted, and how often unless set otherwise. */
public enum RateLimit {
  /** Messages, by the user who sends them. */
  SENDS_PER_USER("120/1m", "messages from one user"),

  /** Sign-ups, by the address they come from. */
  SIGNUPS_PER_ADDRESS("20/1h", "sign-ups from one address"),

  /** One-time codes, by the address that asks for them. */
  CODES_PER_ADDRESS("10/1h", "codes for one address"),

  /** One-time codes, by the network that asks for them: an IPv4 /24 or an IPv6 /48. */
  CODES_PER_NETWORK("60/1h", "codes for one network"),

  /** One-time codes, whoever asks for them and wherever they are sent: what the gateway costs. */
  CODES_IN_ALL("1000/1h", "codes in all"),

  /** One-time codes, by the number they are sent to; two are half a minute apart besides. */
  CODES_PER_MOBILE("5/1h", "codes to one number"),

  /** Logins that were refused, by the address they came from. */
  FAILED_LOGINS_PER_ADDRESS("30/1h", "failed logins from one address"),

  /** Wrong guesses at a pending code, by the number that it was sent to. */
  FAILED_LOGINS_PER_MOBILE("20/1d", "failed logins for one number"),

  /** Unknown and expired tokens, by the address that shows them. */
  WRONG_TOKENS_PER_ADDRESS("30/1m", "wrong tokens from one address"),

  /** Look-ups of the mobile numbers of others, by the user who makes them. */
  LOOKUPS_PER_USER("30/1m", "look-ups of numbers by one user");

  @SuppressWarnings("ImmutableEnumChecker") // a rate is two values that never change
  private final Rate defaultRate;
  private final String description;

  RateLimit(String defaultRate, String description) {
    this.defaultRate = Rate.parse(defaultRate);
    this.description = description;
  }

  /**
   * Returns how often, unless a server is told otherwise.
   *
   * @return the rate
   */
  public Rate defaultRate() {
    return defaultRate;
  }

  /**
   * Returns what is counted, for people.
   *
   * @return a fragment of a sentence, such as {@code sign-ups from one address}
   */
  public String description() {
    return description;
  }

  /**
   * Returns the stable word for the limit, as problem answers name it.
   *
   * @return the name in lower case, such as {@code signups_per_address}
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
