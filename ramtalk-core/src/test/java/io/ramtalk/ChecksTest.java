package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChecksTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s", "PT0.001S, 1 ms", "PT-0.001S, -1 ms", "PT0.0000005S, 0.0005 ms",
    "PT1.5S, 1.5 s", "PT-1.5S, -1.5 s", "PT1S, 1 s", "PT90S, 90 s", "PT2M, 2 min", "PT12H, 12 h",
    "PT25H, 25 h", "P1D, 1 day", "P365D, 365 days",
    "PT2562047788015215H30M7S, 9223372036854775807 s"
  })
  void words_anyDuration_inPlainUnits(Duration duration, String words) {
    assertThat(Checks.words(duration)).isEqualTo(words);
  }

  @Test
  void duration_outOfRange_saidInPlainUnits() {
    assertThat(Refusal.invalid("lease_invalid", () -> Checks.duration(
        "lease", Duration.ofHours(13), Duration.ofMillis(1), RamTalk.MAX_LEASE)))
        .isEqualTo("lease must be 1 ms to 12 h: 13 h");
  }
}
