package io.ramtalk.cli.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SafeTextTest {
  @Test
  void line_plainText_isTheSame() {
    var text = "Hello \u09ac\u09be\u0982\u09b2\u09be \u200d\u200c \ud83d\ude00 \u00a0 \\u001b";

    assertThat(SafeText.line(text)).isSameAs(text);
  }

  @Test
  void line_everyUnsafeCharacter_isEscaped() {
    for (char c = 0; c < 0xd800; c++) {
      boolean control = Character.isISOControl(c);
      boolean reorders = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
      boolean separates = c == 0x2028 || c == 0x2029;

      assertThat(SafeText.line(String.valueOf(c)).startsWith("\\") && c != '\\')
          .as("U+%04x", (int) c).isEqualTo(control || reorders || separates);
    }
  }

  @Test
  void block_lineBreaks_areKeptAndIndented() {
    assertThat(SafeText.block("a\nb\r\n\nc\rd\n", "> ")).isEqualTo("a\n> b\n> \n> c\\rd\n> ");
  }
}
