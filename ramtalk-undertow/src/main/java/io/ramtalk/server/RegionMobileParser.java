package io.ramtalk.server;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import io.ramtalk.MobileParser;
import java.util.Locale;

/**
 * Reads national numbers as those of one country, by the numbering plans of libphonenumber: with
 * the region {@code BD}, {@code 01711111111} and {@code +880 1711-111111} are one number.
 *
 * <pre>{@code
 * var talk = RamTalk.builder().mobileParser(RegionMobileParser.of("BD")).build();
 * }</pre>
 *
 * <p>The canonical form is that of E.164. A number that its country cannot have, by its length, is
 * rejected. Up to {@value #MAX_SHORT_CODE_DIGITS} digits that are fewer than the country's numbers
 * have are a short code, and stay as they are; so does a number of a country that does not exist.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> about 5 microseconds; the plan of a country is
 * loaded with its first number.
 */
public final class RegionMobileParser implements MobileParser {
  /* Possible, and not valid: new ranges of numbers are in use long before a release knows them. */
  private static final int MAX_SHORT_CODE_DIGITS = 6;

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
  private final String region;

  private RegionMobileParser(String region) {
    this.region = region;
    if (!plans.getSupportedRegions().contains(region)) {
      throw new IllegalArgumentException(
          "A region is the two-letter code of a country, such as BD, and not " + region);
    }
  }

  /**
   * Returns a parser for a country's national numbers.
   *
   * @param region the code of the country by ISO 3166-1, such as {@code BD}, in either case
   * @return the parser
   * @throws IllegalArgumentException if there is no such country
   */
  public static RegionMobileParser of(String region) {
    return new RegionMobileParser(region.toUpperCase(Locale.ROOT));
  }

  @Override
  public Mobile parse(String text) {
    var plain = Mobile.parse(text);
    try {
      return normalise(plain, plans.parse(plain.canonical(), region));
    } catch (NumberParseException e) {
      boolean isNowhere = plain.canonical().startsWith("+")
          && e.getErrorType() == NumberParseException.ErrorType.INVALID_COUNTRY_CODE;
      if (isNowhere || isShortCode(plain)) {
        return plain;
      }
      throw impossible(plain, "is not possible");
    }
  }

  private Mobile normalise(Mobile plain, PhoneNumber number) {
    return switch (plans.isPossibleNumberWithReason(number)) {
      case IS_POSSIBLE -> international(plain, plans.format(number, PhoneNumberFormat.E164));
      case IS_POSSIBLE_LOCAL_ONLY -> throw impossible(plain, "lacks its area code");
      case TOO_LONG -> throw impossible(plain, "has too many digits");
      default -> {
        if (isShortCode(plain)) {
          yield plain;
        }
        throw impossible(plain, "has too few digits");
      }
    };
  }

  private Mobile international(Mobile plain, String canonical) {
    if (canonical.length() > Mobile.MAX_DIGITS + 1) {
      throw impossible(plain, "has too many digits");
    }
    return new Mobile(plain.given(), canonical);
  }

  private static boolean isShortCode(Mobile plain) {
    return plain.canonical().length() <= MAX_SHORT_CODE_DIGITS
        && !plain.canonical().startsWith("+");
  }

  private InvalidInput impossible(Mobile plain, String fault) {
    boolean isNational = !plain.canonical().startsWith("+");
    return new InvalidInput("mobile_invalid", "Mobile number " + fault
        + (isNational ? " in " + region + "; write one of another country with +" : "") + ": "
        + Escapes.line(plain.given()));
  }
}
