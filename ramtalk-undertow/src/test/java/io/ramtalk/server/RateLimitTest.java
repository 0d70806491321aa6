package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RateLimitTest {
  @ParameterizedTest
  @CsvSource({
    "SENDS_PER_USER, sends_per_user, 120/1m",
    "SIGNUPS_PER_ADDRESS, signups_per_address, 20/1h",
    "CODES_PER_ADDRESS, codes_per_address, 10/1h",
    "CODES_PER_MOBILE, codes_per_mobile, 5/1h",
    "FAILED_LOGINS_PER_ADDRESS, failed_logins_per_address, 30/1h",
    "CODES_PER_NETWORK, codes_per_network, 60/1h",
    "CODES_IN_ALL, codes_in_all, 1000/1h",
    "FAILED_LOGINS_PER_MOBILE, failed_logins_per_mobile, 20/1d",
    "WRONG_TOKENS_PER_ADDRESS, wrong_tokens_per_address, 30/1m",
    "LOOKUPS_PER_USER, lookups_per_user, 30/1m",
  })
  void limit_wordAndDefault(RateLimit limit, String word, String rate) {
    assertThat(limit.word()).isEqualTo(word);
    assertThat(limit.defaultRate()).hasToString(rate);
  }

  @ParameterizedTest
  @EnumSource
  void description_continuesASentence(RateLimit limit) {
    assertThat("Too many " + limit.description())
        .matches("Too many [a-z -]+ (one [a-z]+|in total)");
  }
}
