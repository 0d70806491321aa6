package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MobileTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
      "01711111111|01711111111",
      "+8801711111111|+8801711111111",
      "+880 1711-111.111|+8801711111111",
      "008801711111111|+8801711111111",
      "00 880 1711 111111|+8801711111111",
      "0-0-8801711111111|+8801711111111",
      "(+880) 1711 111111|+8801711111111",
      "(00)8801711111111|+8801711111111",
      " 017 |017",
      "...123---|123",
      "000123|+0123",
      "+00123|+00123",
      "123|123",
      "+123|+123",
      "00123|+123",
      "123456789012345|123456789012345",
      "+123456789012345|+123456789012345",
      "00123456789012345|+123456789012345"
  })
  void parse_number_canonical(String given, String canonical) {
    var mobile = Mobile.parse(given);

    assertThat(mobile.canonical()).isEqualTo(canonical);
    assertThat(mobile.given()).isEqualTo(given);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", " ", "+", "-", "()", "00", "12", "+12", "0012", "1 2", "00 1 2",
      "1234567890123456", "+1234567890123456", "001234567890123456",
      "++123", "+ +123", "1+23", "123+", "00+123", "0+123",
      "abc", "12e4", "0x123", "1234a", "tel:123", "123;ext=4", "123,4", "123/4", "123#", "*123",
      "123\n", "\t123", "123\u0000", "12\u20113",
      "\u00a0123", "123\u200b", "\ufeff123", "\uff0b123"
  })
  void parse_anythingElse_refused(String given) {
    Refusal.invalid("mobile_invalid", () -> Mobile.parse(given));
  }

  @ParameterizedTest
  @ValueSource(ints = {
      '\u0660', // Arabic-Indic
      '\u06f0', // Extended Arabic-Indic
      '\u0966', // Devanagari
      '\u09e6', // Bengali
      '\u0e50', // Thai
      '\uff10', // full width
      0x1d7ce // mathematical bold
  })
  void parse_digitsOutsideAscii_refused(int zero) {
    var digits = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      digits.appendCodePoint(zero + i);
    }

    Refusal.invalid("mobile_invalid", () -> Mobile.parse(digits.toString()));
    Refusal.invalid("mobile_invalid", () -> Mobile.parse("0171111" + digits));
  }

  @Test
  void parse_longestForm_accepted() {
    var longest = "1".repeat(3) + " ".repeat(Mobile.MAX_GIVEN_CHARS - 3);

    assertThat(Mobile.parse(longest).canonical()).isEqualTo("111");
    Refusal.invalid("mobile_invalid", () -> Mobile.parse(longest + " "));
  }

  @Test
  void parse_hugeText_shortRefusal() {
    var sentence =
        Refusal.invalid("mobile_invalid", () -> Mobile.parse("1".repeat(1_000_000)));

    assertThat(sentence).hasSizeLessThan(200);
  }

  @Test
  void parse_refused_saysValueWithControlsEscaped() {
    var sentence = Refusal.invalid("mobile_invalid", () -> Mobile.parse("12\u001b[31m"));

    assertThat(sentence).contains("\"12\\u001b[31m\"").doesNotContain("\u001b");
  }

  @Test
  void parse_nationalAndInternationalForm_twoNumbers() {
    var national = Mobile.parse("01711111111").canonical();
    var international = Mobile.parse("+8801711111111").canonical();

    assertThat(national).isNotEqualTo(international);
  }

  @ParameterizedTest
  @ValueSource(strings = {"017", "000", "+123", "123456789012345", "+999999999999999",
      "99999999999999999", "00000000000000000"})
  void packed_anyCanonicalForm_unpackedTheSame(String canonical) {
    assertThat(Mobile.unpacked(new Mobile(canonical, canonical).packed())).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "12", "+12", "12a", "1+23", "123456789012345678", "canary"})
  void create_noCanonicalForm_refused(String canonical) {
    Refusal.of(InvalidInput.class, "mobile_invalid", () -> new Mobile(canonical, canonical));
  }
}
