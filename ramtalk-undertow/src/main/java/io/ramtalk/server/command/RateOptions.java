package io.ramtalk.server.command;

import io.ramtalk.server.RamTalkServerBuilder;
import io.ramtalk.server.Rate;
import io.ramtalk.server.RateLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for rate limits. */
final class RateOptions {
  private static final String OFF = "off";
  private static final String FORM = ", such as 30/1m, or " + OFF + " (default: ";
  private static final String WHERE = " with logins, off on an open server).";

  @Option(names = "--sends-per-user", paramLabel = "RATE",
      description = "Maximum rate of messages from one user" + FORM + "120/1m" + WHERE)
  private @Nullable String sendsPerUser;

  @Option(names = "--signups-per-address", paramLabel = "RATE",
      description = "Maximum rate of sign-ups from one address" + FORM + "20/1h" + WHERE)
  private @Nullable String signupsPerAddress;

  @Option(names = "--codes-per-address", paramLabel = "RATE",
      description = "Maximum rate of codes requested from one address" + FORM + "10/1h" + WHERE)
  private @Nullable String codesPerAddress;

  @Option(names = "--codes-per-network", paramLabel = "RATE",
      description = "Maximum rate of codes requested from one IPv4 /24 or IPv6 /48" + FORM
          + "60/1h" + WHERE)
  private @Nullable String codesPerNetwork;

  @Option(names = "--codes-in-all", paramLabel = "RATE",
      description = "Maximum rate of codes in total" + FORM + "1000/1h" + WHERE)
  private @Nullable String codesInAll;

  @Option(names = "--codes-per-mobile", paramLabel = "RATE",
      description = "Maximum rate of codes sent to one number, in addition to one in 30 s" + FORM
          + "5/1h" + WHERE)
  private @Nullable String codesPerMobile;

  @Option(names = "--failed-logins-per-address", paramLabel = "RATE",
      description = "Maximum rate of failed logins from one address" + FORM + "30/1h" + WHERE)
  private @Nullable String failedLoginsPerAddress;

  @Option(names = "--failed-logins-per-mobile", paramLabel = "RATE",
      description = "Maximum rate of wrong guesses at the codes of one number" + FORM + "20/1d"
          + WHERE)
  private @Nullable String failedLoginsPerMobile;

  @Option(names = "--wrong-tokens-per-address", paramLabel = "RATE",
      description = "Maximum rate of unknown or expired tokens from one address" + FORM
          + "30/1m" + WHERE)
  private @Nullable String wrongTokensPerAddress;

  @Option(names = "--lookups-per-user", paramLabel = "RATE",
      description = "Maximum rate of lookups of other users' numbers by one user" + FORM
          + "30/1m" + WHERE)
  private @Nullable String lookupsPerUser;

  /** Applies the options to a builder. */
  void apply(RamTalkServerBuilder builder) {
    set(builder, RateLimit.SENDS_PER_USER, sendsPerUser);
    set(builder, RateLimit.SIGNUPS_PER_ADDRESS, signupsPerAddress);
    set(builder, RateLimit.CODES_PER_ADDRESS, codesPerAddress);
    set(builder, RateLimit.CODES_PER_NETWORK, codesPerNetwork);
    set(builder, RateLimit.CODES_IN_ALL, codesInAll);
    set(builder, RateLimit.CODES_PER_MOBILE, codesPerMobile);
    set(builder, RateLimit.FAILED_LOGINS_PER_ADDRESS, failedLoginsPerAddress);
    set(builder, RateLimit.FAILED_LOGINS_PER_MOBILE, failedLoginsPerMobile);
    set(builder, RateLimit.WRONG_TOKENS_PER_ADDRESS, wrongTokensPerAddress);
    set(builder, RateLimit.LOOKUPS_PER_USER, lookupsPerUser);
  }

  private static void set(RamTalkServerBuilder builder, RateLimit limit, @Nullable String text) {
    if (text != null) {
      var flag = "--" + limit.word().replace('_', '-');
      builder.rate(limit, text.equals(OFF) ? null
          : FlagNames.named(flag, () -> Rate.parse(text)));
    }
  }
}
