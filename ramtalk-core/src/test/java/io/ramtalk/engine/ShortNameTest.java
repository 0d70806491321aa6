package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShortNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "A", "Ana", "12345678", "Bö", "日本", "\0Ana", "A\0b", "\uD83D\uDE00x",
      "éééé"})
  void text_fits_theSame(String name) {
    assertThat(ShortName.fits(name)).isTrue();
    assertThat(ShortName.text(ShortName.of(name))).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456789", "日本人", "Ana\0", "\0", "ééééé"})
  void fits_longOrEndsWithNul_false(String name) {
    assertThat(ShortName.fits(name)).isFalse();
  }
}
