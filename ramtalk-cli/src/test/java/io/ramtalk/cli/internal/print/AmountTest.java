package io.ramtalk.cli.internal.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountTest {
  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, '1,023 B'", "1024, 1.0 KiB", "1048575, '1,024 KiB'",
      "150000000, 143 MiB", "1073741824, 1.0 GiB", "5e15, '4,547 TiB'"})
  void bytes_inTheLargestUnit(double bytes, String text) {
    assertThat(Amount.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.9, 0 s", "59, 59 s", "60, 1 min 0 s", "3599, 59 min 59 s", "3600, 1 h 0 min",
      "86400, 1 d 0 h", "200000, 2 d 7 h"})
  void time_inTwoUnits(double seconds, String text) {
    assertThat(Amount.time(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.25, 0.3", "9.94, 9.9", "10, 10", "12345.6, '12,346'"})
  void rate_withOneDigitWhereItCounts(double rate, String text) {
    assertThat(Amount.rate(rate)).isEqualTo(text);
  }
}
