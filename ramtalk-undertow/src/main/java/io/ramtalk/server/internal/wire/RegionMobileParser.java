package io.ramtalk.server.internal.wire;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import io.ramtalk.MobileParser;
import java.util.Locale;

/**
 * Parses national numbers of one country with the numbering plans of libphonenumber. With the
 * region {@code BD}, {@code 01711111111} and {@code +880 1711-111111} are one number.
 *
 * <pre>{@code
 * var talk = RamTalk.builder().mobileParser(RegionMobileParser.of("BD")).build();
 * }</pre>
 *
 * <p>The canonical form is E.164. A number whose length is impossible in its country is rejected. A
 * short code of up to {@value #MAX_SHORT_CODE_DIGITS} digits, fewer than the country's numbers
 * have, is kept as it is. So is a number with an unknown country code.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> about 5 microseconds; the plan of a country is loaded
 * with its first number.
 */
public final class RegionMobileParser implements MobileParser {
  /* Checks for possible numbers, not valid ones: new ranges are in use long before a release knows
   * them. */
  private static final int MAX_SHORT_CODE_DIGITS = 6;

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
  private final String region;

  private RegionMobileParser(String region) {
    this.region = region;
    if (!plans.getSupportedRegions().contains(region)) {
      throw new IllegalArgumentException(
          "A region is a two-letter country code such as BD, not " + region);
    }
  }

  /**
   * Returns a parser for a country's national numbers.
   *
   * @param region the ISO 3166-1 code of the country, such as {@code BD}, in either case
   * @return the parser
   * @throws IllegalArgumentException if the code is unknown
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
      throw impossible(plain, "is not valid");
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
        + (isNational ? " in " + region + "; write numbers of other countries with +" : "") + ": "
        + Escapes.line(plain.given()));
  }
}
