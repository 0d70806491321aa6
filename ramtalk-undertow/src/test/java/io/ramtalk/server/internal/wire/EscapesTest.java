package io.ramtalk.server.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EscapesTest {
  @ParameterizedTest
  @CsvSource({
    "000a, \\n", "000d, \\r", "0009, \\t", "0000, \\u0000", "001b, \\u001b", "001f, \\u001f",
    "007f, \\u007f", "0080, \\u0080", "009b, \\u009b", "009f, \\u009f", "2028, \\u2028",
    "2029, \\u2029", "202a, \\u202a", "202e, \\u202e", "2066, \\u2066", "2069, \\u2069",
    "061c, \\u061c", "200e, \\u200e", "200f, \\u200f", "d800, \\ud800", "dfff, \\udfff",
  })
  void line_unsafeCharacter_escaped(String hex, String escaped) {
    char c = (char) Integer.parseInt(hex, 16);

    assertThat(Escapes.line("a" + c + "b")).isEqualTo("a" + escaped + "b");
  }

  @ParameterizedTest
  @CsvSource({"0020", "007e", "00a0", "0995", "200d", "20ac", "1f600"})
  void line_harmlessCharacter_kept(String hex) {
    var text = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";

    assertThat(Escapes.line(text)).isEqualTo(text);
  }

  @Test
  void line_long_cut() {
    assertThat(Escapes.line("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(Escapes.line("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
    assertThat(Escapes.line("\u001b".repeat(1_000_000))).hasSize(1_203);
  }

  @Test
  void line_cutInASurrogatePair_whole() {
    assertThat(Escapes.line("x".repeat(199) + "\ud83d\ude00" + "y"))
        .isEqualTo("x".repeat(199) + "\ud83d\ude00...");
  }

  @Test
  void line_nothing_saysSo() {
    assertThat(Escapes.line(null)).isEqualTo("null");
  }
}
