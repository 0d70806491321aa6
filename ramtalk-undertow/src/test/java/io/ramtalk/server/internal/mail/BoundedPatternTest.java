package io.ramtalk.server.internal.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Eventually;
import io.ramtalk.server.internal.wire.ProblemException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedPatternTest {
  private static final String PARTS = "()[]{}?*+|^$.\\-,:0123456789abPpLdwsQEi<>&=!\u09950\ud83d";

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "\\d{6}                  ~ Your code is 123456.     ~ 123456",
    "code is (\\d+)          ~ Your code is 123456.     ~ 123456",
    "(?:is|was) (\\d)(\\d)   ~ Your code is 123456.     ~ 1",
    "(?i)CODE                ~ Your code is 123456.     ~ code",
    "\\bmy\\b               ~ Your code is 123456.     ~ ",
    "(x)?Your                ~ Your code                ~ ''",
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} "
        + "~ at 00000000-0000-4000-8000-000000000000. ~ 00000000-0000-4000-8000-000000000000",
    "(?:\\d{4}-){3}\\d{4}    ~ 1234-5678-9012-3456      ~ 1234-5678-9012-3456",
  })
  void find_firstGroupOrAll(String pattern, String text, String found) {
    assertThat(BoundedPattern.parse("match", pattern).find(text)).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(", "[", "\\", "a**", "(?=a)", "(a)\\1", "x{1001}", "x{2,1}",
      "(((a{99}){99}){99}){99}", "((a{1,40}){1,40}){0,40}", "(a{500}){2}", "a{9}{9}{9}",
      "(?:(?:a+){30}b?){30}", "\\pX"})
  void parse_noneOrTooCostly_refused(String pattern) {
    assertThatThrownBy(() -> BoundedPattern.parse("extract", pattern))
        .isInstanceOf(ProblemException.class).hasMessageStartingWith("extract ");
  }

  @Test
  void parse_tooLong_refused() {
    assertThat(BoundedPattern.parse("match", "a".repeat(256)).find("a".repeat(256))).isNotNull();
    assertThatThrownBy(() -> BoundedPattern.parse("match", "a".repeat(257)))
        .hasMessage("match must have 1 to 256 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|a)*$", "(.*)*x", "(a*)*b", "(?i)[a-z]{0,700}.{0,200}x",
      "((a?){8}){8}$", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x"})
  void find_whatBacktrackersNeverEnd_ends(String pattern) {
    var bounded = BoundedPattern.parse("match", pattern);
    var text = "a".repeat(100_000) + "!";

    Eventually.get(CompletableFuture.runAsync(() -> bounded.find(text)));
  }

  @Test
  void parse_randomPatterns_readOrRefusedAndNothingElse() {
    var random = new Random(20_261_124);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      var pattern = new StringBuilder();
      for (int j = random.nextInt(20); j >= 0; j--) {
        pattern.append(PARTS.charAt(random.nextInt(PARTS.length())));
      }
      try {
        BoundedPattern.parse("match", pattern.toString()).find("ab0123\u0995 (x)");
        read++;
      } catch (ProblemException e) {
        assertThat(e.code()).isEqualTo("pattern_invalid");
      }
    }
    assertThat(read).isBetween(5_000, 90_000);
  }
}
