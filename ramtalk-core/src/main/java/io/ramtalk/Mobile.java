package io.ramtalk;

import java.nio.charset.StandardCharsets;

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

  /* A canonical form fits in a long: the digits as a number, their count, since zeros may lead, and
   * a bit for the plus. The limit of 17 digits, two more than real numbers have, leaves room for
   * numbers that no user can have. */
  private static final int MAX_PACKED_DIGITS = 17;
  private static final int LENGTH_SHIFT = 57;
  private static final int PLUS_SHIFT = 62;

  /**
   * Creates a number with a known canonical form.
   *
   * @throws InvalidInput with code {@code mobile_invalid} if the canonical form is invalid
   */
  public Mobile {
    int digits = canonical.length() - (canonical.startsWith("+") ? 1 : 0);
    boolean valid = digits >= MIN_DIGITS && digits <= MAX_PACKED_DIGITS;
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

  /** Returns a unique encoding of the canonical form in 63 bits. */
  long packed() {
    boolean hasPlus = canonical.charAt(0) == '+';
    long value = 0;
    for (int i = hasPlus ? 1 : 0; i < canonical.length(); i++) {
      value = 10 * value + canonical.charAt(i) - '0';
    }
    long digits = hasPlus ? canonical.length() - 1L : canonical.length();
    return value | digits << LENGTH_SHIFT | (hasPlus ? 1L << PLUS_SHIFT : 0);
  }

  /** Returns the canonical form encoded by {@link #packed}. */
  static String unpacked(long packed) {
    int digits = (int) (packed >>> LENGTH_SHIFT) & 31;
    boolean hasPlus = packed >>> PLUS_SHIFT != 0;
    var text = new byte[digits + (hasPlus ? 1 : 0)];
    long value = packed & (1L << LENGTH_SHIFT) - 1;
    for (int i = text.length - 1; i >= 0; i -= 2) { // two digits per division, which are serial
      int pair = (int) (value % 100);
      value /= 100;
      text[i] = (byte) ('0' + pair % 10);
      if (i > 0) {
        text[i - 1] = (byte) ('0' + pair / 10);
      }
    }
    if (hasPlus) {
      text[0] = '+';
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Creates the exception for a text with a fault. */
  static InvalidInput invalid(String fault, String given) {
    return new InvalidInput(
        "mobile_invalid", "Mobile number " + fault + ": " + InvalidInput.quote(given));
  }
}
