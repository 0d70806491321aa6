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
      "017.|017",
      "...123---|123",
      "+00123|+123",
      "+008801711111113|+8801711111113",
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

  /** Checks the forms that phones and address books produce, each with its canonical number. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
      "\u09e6\u09e7\u09ed\u09e7\u09e7\u09e7\u09e7\u09e7\u09e7\u09e7\u09e7|01711111111", // Bengali
      "+\u0664\u0664\u0662\u0663\u0662\u0663\u0662\u0663\u0664|+442323234", // Arabic-Indic
      "\u06f0\u06f9\u06f1\u06f2\u06f3\u06f4|091234", // Extended Arabic-Indic
      "\uff10\uff11\uff17\uff11\uff11\uff11|017111", // full width
      "\uff0b\uff18\uff18\uff10\u3000\uff11\uff17\uff0d\uff11\uff11\uff11|+88017111",
      "\ud804\udd36\ud804\udd37\ud804\udd3d\ud804\udd37|0171", // Chakma, beyond 16 bits
      "+880\u00a01711\u202f111111|+8801711111111", // no-break spaces
      "+880\u20111711\u2013111\u2012111|+8801711111111", // non-breaking hyphen, en dash
      "+880\u22121711\u2014111111|+8801711111111", // minus sign, em dash
      "+880/1711/111111|+8801711111111",
      "+1 [555] 010.1234|+15550101234",
      "+81\u30fb90\u30fc1234\u30fc5678|+819012345678",
      "\u202a+8801711111111\u202c|+8801711111111", // as copied from a contact
      "\u202b+8801711111111\u202c|+8801711111111",
      "\u2066+8801711111111\u2069|+8801711111111",
      "\u200e+880 1711-111111\u200f|+8801711111111",
      "\ufeff017\u200b11\u00ad11\u206011|017111111",
      "tel:+15550101234|+15550101234",
      "TEL:+1-555-010-1234|+15550101234",
      "tel:+1%20(555)%200101234|+15550101234",
      "tel:01711111111|01711111111",
      "+44 (0)7700 900123|+447700900123",
      "0044 (0) 7700 900123|+447700900123",
      "+\u0664\u0664(\u0660)\u0667\u0667\u0660\u0660|+447700",
      "\t+880 1711111111\t|+8801711111111",
      "\u00a0123\u3000|123"
  })
  void parse_formOfAPhone_sameNumber(String given, String canonical) {
    assertThat(Mobile.parse(given).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
      "\u202a+880 1711-111111\u202c|+880 1711-111111",
      " 01711 111111\t|01711 111111",
      "tel:+1-555-0101234|+1-555-0101234",
      "\u09e6\u09e7\u09ed\u09e7|\u09e6\u09e7\u09ed\u09e7"
  })
  void parse_invisibleParts_notInTheFormGiven(String given, String shown) {
    assertThat(Mobile.parse(given).given()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", " ", "+", "-", "()", "00", "12", "+12", "0012", "1 2", "00 1 2", "\u200b", "tel:",
      "1234567890123456", "+1234567890123456", "001234567890123456",
      "++123", "+ +123", "1+23", "123+", "00+123", "0+123",
      "+0123", "+000123", "000123", "+000", "+(0)1711",
      "abc", "12e4", "1234a", "1-800-FLOWERS", "*123", "123#", "123x", "ext 5", "x123",
      "0171\n0172", "017\t11", "017\u202811", "123\u0000", "1234_5678", "123!", "\u00b2345",
      "\u2460\u2461\u2462", "\u4e00\u4e8c\u4e09", "sip:123", "tel:tel:123"
  })
  void parse_anythingElse_refused(String given) {
    Refusal.invalid("mobile_invalid", () -> Mobile.parse(given));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "+15550101234 ext 5", "+15550101234 ext. 5", "+1 555 010 1234 Extension: 12",
      "+15550101234extn5", "+15550101234x5", "+15550101234 X 5", "+15550101234;ext=5",
      "tel:+15550101234;ext=5", "tel:+15550101234;EXT=5", "+15550101234#5", "+15550101234,5",
      "+15550101234,,#5", "+15550101234;5", "0x123", "123,4", "123;ext=4",
      "+15550101234 ext\u00a0\u09eb"
  })
  void parse_extension_refusedAndNamed(String given) {
    var sentence = Refusal.of(
        InvalidInput.class, "mobile_extension", () -> Mobile.parse(given)).getMessage();

    assertThat(sentence).contains("extension");
  }

  @ParameterizedTest
  @CsvSource({
      "tel:7042;phone-context=example.com, phone-context",
      "tel:1711111111;phone-context=+880, phone-context",
      "tel:+15550101234;isub=12345, isub"
  })
  void parse_parameterOfUri_refusedAndNamed(String given, String parameter) {
    var sentence = Refusal.invalid("mobile_invalid", () -> Mobile.parse(given));

    assertThat(sentence).contains(parameter);
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
  void parse_digitsOfAnyScript_readAsAscii(int zero) {
    var digits = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      digits.appendCodePoint(zero + i);
    }

    assertThat(Mobile.parse(digits.toString()).canonical()).isEqualTo("0123456789");
    assertThat(Mobile.parse("+88" + digits).canonical()).isEqualTo("+880123456789");
  }

  @Test
  void parse_lineBreakAround_dropped() {
    assertThat(Mobile.parse("\n01711111111\r\n").canonical()).isEqualTo("01711111111");
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
  @ValueSource(strings = {"", "+", "12", "+12", "12a", "1+23", "123456789012345678", "canary"})
  void create_noCanonicalForm_refused(String canonical) {
    Refusal.of(InvalidInput.class, "mobile_invalid", () -> new Mobile(canonical, canonical));
  }
}
