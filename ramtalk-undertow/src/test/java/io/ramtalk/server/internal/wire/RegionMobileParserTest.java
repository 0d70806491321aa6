package io.ramtalk.server.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbering plan of a country maps all spellings of a number to one canonical form. */
final class RegionMobileParserTest {
  private final RegionMobileParser bangladesh = RegionMobileParser.of("BD");

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
      "01711111111",
      "01711-111111",
      "\u09e6\u09e7\u09ed\u09e7\u09e7\u09e7\u09e7\u09e7\u09e7\u09e7\u09e7",
      "\uff10\uff11\uff17\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11",
      "1711111111",
      "8801711111111",
      "+8801711111111",
      "+880 1711-111111",
      "+880 (0) 1711-111111",
      "+880 01711-111111",
      "008801711111111",
      "+008801711111111",
      "tel:+880-1711-111111",
      "\u202a+880 1711-111111\u202c"
  })
  void parse_spellingOfOneNumber_thatNumber(String given) {
    assertThat(bangladesh.parse(given).canonical()).isEqualTo("+8801711111111");
  }

  @ParameterizedTest
  @CsvSource({
      "+15550101234, +15550101234",
      "0044 7700 900123, +447700900123",
      "+999123456789012, +999123456789012",
      "16247, 16247",
      "999, 999"
  })
  void parse_otherCountriesAndShortCodes_asEver(String given, String canonical) {
    assertThat(bangladesh.parse(given).canonical()).isEqualTo(canonical);
    assertThat(Mobile.parse(given).canonical()).isEqualTo(canonical);
  }

  @Test
  void parse_formGiven_kept() {
    assertThat(bangladesh.parse("01711-111111").given()).isEqualTo("01711-111111");
  }

  @ParameterizedTest
  @ValueSource(strings = {"017111111111111", "+880171111111111", "+8801", "+44123"})
  void parse_numberOfImpossibleLength_refused(String given) {
    var refusal = catchThrowableOfType(InvalidInput.class, () -> bangladesh.parse(given));

    assertThat(refusal.code()).isEqualTo("mobile_invalid");
    assertThat(refusal.getMessage()).contains(given);
  }

  @Test
  void parse_extension_refusedAsWithoutRegion() {
    var refusal = catchThrowableOfType(
        InvalidInput.class, () -> bangladesh.parse("01711111111 ext 5"));

    assertThat(refusal.code()).isEqualTo("mobile_extension");
  }

  @Test
  void parse_localNumber_refused() {
    assertThat(catchThrowableOfType(
        InvalidInput.class, () -> RegionMobileParser.of("US").parse("555-0123")))
        .hasMessageContaining("area code").hasMessageContaining("in US");
  }

  /** The canonical form parses as itself, both in the number's country and elsewhere. */
  @Test
  void parse_mobileOfEveryCountry_sameNumberInEachForm() {
    var plans = PhoneNumberUtil.getInstance();
    for (var region : plans.getSupportedRegions()) {
      var number = plans.getExampleNumberForType(region, PhoneNumberType.MOBILE);
      if (number != null) {
        var canonical = plans.format(number, PhoneNumberFormat.E164);
        var parser = RegionMobileParser.of(region);
        for (var format : PhoneNumberFormat.values()) {
          assertThat(parser.parse(plans.format(number, format)).canonical())
              .as("%s as %s", region, format).isEqualTo(canonical);
        }
        assertThat(bangladesh.parse(canonical).canonical()).isEqualTo(canonical);
        assertThat(Mobile.parse(canonical).canonical()).isEqualTo(canonical);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "B", "XX", "BGD", "880", "+880"})
  void of_noCountry_refused(String region) {
    assertThatIllegalArgumentException().isThrownBy(() -> RegionMobileParser.of(region))
        .withMessageContaining("two-letter country code");
  }

  @Test
  void of_lowerCase_accepted() {
    assertThat(RegionMobileParser.of("bd").parse("01711111111").canonical())
        .isEqualTo("+8801711111111");
  }
}
