package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InvalidInputTest {
  @Test
  void quote_plainText_unchanged() {
    assertThat(InvalidInput.quote("Bo \u09ac\u09cb \ud83d\ude00"))
        .isEqualTo("\"Bo \u09ac\u09cb \ud83d\ude00\"");
  }

  @Test
  void quote_controls_escaped() {
    assertThat(InvalidInput.quote("a\r\n\u001b\u0085b"))
        .isEqualTo("\"a\\u000d\\u000a\\u001b\\u0085b\"");
  }

  @Test
  void quote_unseenCharacters_escaped() {
    assertThat(InvalidInput.quote("1\u202e2\u200b3\u2028\ufeff"))
        .isEqualTo("\"1\\u202e2\\u200b3\\u2028\\ufeff\"");
    assertThat(InvalidInput.quote("\udb40\udc41")).isEqualTo("\"\\udb40\\udc41\"");
  }

  @Test
  void quote_halfPairs_escaped() {
    assertThat(InvalidInput.quote("\ud83d")).isEqualTo("\"\\ud83d\"");
    assertThat(InvalidInput.quote("\ude00\ud83d\ud83d\ude00\ude00"))
        .isEqualTo("\"\\ude00\\ud83d\ud83d\ude00\\ude00\"");
  }

  @Test
  void quote_long_cutAndMarked() {
    assertThat(InvalidInput.quote("x".repeat(60))).isEqualTo("\"" + "x".repeat(60) + "\"");
    assertThat(InvalidInput.quote("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "\u2026\"");
  }

  @Test
  void quote_pairAcrossTheCut_noHalfLeft() {
    assertThat(InvalidInput.quote("x".repeat(59) + "\ud83d\ude00"))
        .isEqualTo("\"" + "x".repeat(59) + "\\ud83d\u2026\"");
  }
}
