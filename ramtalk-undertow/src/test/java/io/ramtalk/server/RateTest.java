package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateTest {
  @ParameterizedTest
  @CsvSource({
    "30/1m, 30, 60, 30/1m",
    "1/1s, 1, 1, 1/1s",
    "5/90s, 5, 90, 5/90s",
    "5/120s, 5, 120, 5/2m",
    "20/60m, 20, 3600, 20/1h",
    "20/24h, 20, 86400, 20/1d",
    "7/36h, 7, 129600, 7/36h",
    "1000000/30d, 1000000, 2592000, 1000000/30d",
    "007/01m, 7, 60, 7/1m",
  })
  void parse_rate_readAndWritten(String text, int permits, long seconds, String written) {
    var rate = Rate.parse(text);

    assertThat(rate).isEqualTo(new Rate(permits, Duration.ofSeconds(seconds)));
    assertThat(rate).hasToString(written);
    assertThat(Rate.parse(written)).isEqualTo(rate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "30/", "/1m", "30/m", "30/1", "30/1M", "30/1w", "30/1ms",
      "-1/1m", "+1/1m", "30/-1m", "1.5/1m", "30/0x1m", " 30/1m", "30/1m ", "30 / 1m", "30/1m,",
      "12345678/1m", "30/12345678s", "٣/1m", "30/1m\n"})
  void parse_otherText_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text))
        .withMessageContaining("30/1m").withMessageEndingWith("\"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/1m", "1000001/1m"})
  void parse_permitsOutOfRange_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text))
        .withMessage("A rate must allow 1 to 1000000 permits: "
            + text.substring(0, text.indexOf('/')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1/0s", "1/0d", "1/31d", "1/2592001s", "1/9999999d"})
  void parse_periodOutOfRange_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text))
        .withMessageContaining("whole seconds, 1s to 30d");
  }

  @Test
  void create_periodOfPartsOfASecond_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rate(1, Duration.ofMillis(1_500)))
        .withMessageContaining(": 1500ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rate(1, Duration.ofSeconds(-1)));
  }

  @Test
  void parse_longText_quotedInPart() {
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse("9".repeat(1_000)))
        .withMessageEndingWith("\"" + "9".repeat(40) + "…\"");
  }
}
