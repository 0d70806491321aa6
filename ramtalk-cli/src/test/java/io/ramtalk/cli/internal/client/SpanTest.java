package io.ramtalk.cli.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class SpanTest {
  @ParameterizedTest
  @CsvSource({"30, 30", "0.5, 0.500", "1.25s, 1.250", "5m, 300", "2h, 7200", "1d, 86400",
      "0.001, 0.001", "0, 0", "999999999d, 86399999913600"})
  void convert_time_isSecondsForTheServer(String text, String seconds) {
    assertThat(Span.seconds(new Span().convert(text))).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1 s", "5M", "1e9", "PT1S", ".5", "1.", "1.2345", "1234567890",
      "\u09e7"})
  void convert_noTime_saysWhatOneIsLike(String text) {
    assertThatThrownBy(() -> new Span().convert(text))
        .isInstanceOf(TypeConversionException.class).hasMessageContaining("30, 0.5, 5m, 2h or 1d");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999, 1_000, 60_500})
  void seconds_andBack_isTheSame(long millis) {
    var span = Duration.ofMillis(millis);

    assertThat(new Span().convert(Span.seconds(span))).isEqualTo(span);
  }
}
