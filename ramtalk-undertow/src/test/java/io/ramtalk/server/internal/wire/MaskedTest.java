package io.ramtalk.server.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of a mobile number that other users see. */
final class MaskedTest {
  @ParameterizedTest
  @CsvSource({
      "01711111111,    *********11",
      "+8801711111109, ************09",
      "123,            *23",
      "0171-11 11-2,   *********1*2",
      "(017) 1 2.,     ******1*2*",
      "\u09e6\u09e7\u09ed\u09e7, **\u09ed\u09e7",
      "\ud804\udd36\ud804\udd37\ud804\udd3d, *\ud804\udd37\ud804\udd3d",
      "none,           ****"})
  void mobile_lastTwoDigitsAlone(String number, String masked) {
    assertThat(Masked.mobile(number)).isEqualTo(masked);
  }
}
