package io.ramtalk;

/**
 * A mobile number: the form that the user wrote, and the canonical form, by which numbers are
 * compared.
 *
 * <p>The canonical form is an optional {@code +} and {@value #MIN_DIGITS} to {@value #MAX_DIGITS}
 * ASCII digits (the upper bound is that of ITU-T E.164). A leading {@code 00} becomes {@code +},
 * and the digit after a {@code +} is not 0. The given form is stored without invisible format
 * characters, a {@code tel:} prefix and surrounding space.
 *
 * @param given the number as the user wrote it, at most {@value #MAX_GIVEN_CHARS} characters
 * @param canonical the number without separators
 */
public record Mobile(String given, String canonical) {
  /** Minimum number of digits. */
  public static final int MIN_DIGITS = 3;

  /** Maximum number of digits. */
  public static final int MAX_DIGITS = 15;

  /** Maximum length of the given form, including separators, in characters. */
  public static final int MAX_GIVEN_CHARS = 64;

  /** Two digits more than a real number has: the self-test uses numbers that no user can have. */
  private static final int MAX_CANONICAL_DIGITS = 17;

  /**
   * Creates a number with a known canonical form.
   *
   * @throws InvalidInput with code {@code mobile_invalid} if the canonical form is invalid
   */
  public Mobile {
    int digits = canonical.length() - (canonical.startsWith("+") ? 1 : 0);
    boolean valid = digits >= MIN_DIGITS && digits <= MAX_CANONICAL_DIGITS;
    for (int i = canonical.length() - digits; valid && i < canonical.length(); i++) {
      valid = canonical.charAt(i) >= '0' && canonical.charAt(i) <= '9';
    }
    if (!valid) {
      throw invalid("is not canonical", canonical);
    }
  }

  /**
   * Parses a number in any form that phones and address books produce: decimal digits of any
   * script, with an optional {@code +} or {@code 00} in front, or a {@code tel:} URI (RFC 3966).
   * Spaces, dashes, dots, slashes and brackets may separate the digits. Format characters, such as
   * the direction marks in a copied contact, are ignored. So is the {@code (0)} of
   * {@code +44 (0)7700 900123}, which is dialled only within the country.
   *
   * <p>This method does not guess a country: {@code 017…} and {@code +88017…} are two numbers. A
   * {@link MobileParser} can map them to one.
   *
   * @param given the number as the user wrote it
   * @return the number with its canonical form
   * @throws InvalidInput with code {@code mobile_invalid} if the text is not a mobile number, or
   *     {@code mobile_extension} if it has an extension
   */
  public static Mobile parse(String given) {
    return MobileScanner.scan(given);
  }

  /** Creates the exception for a text with a fault. */
  static InvalidInput invalid(String fault, String given) {
    return new InvalidInput(
        "mobile_invalid", "Mobile number " + fault + ": " + InvalidInput.quote(given));
  }
}
