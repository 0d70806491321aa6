package io.ramtalk;

import java.nio.charset.StandardCharsets;

/**
 * A mobile number: the form its user gave, and the canonical form that says whether two numbers
 * are the same.
 *
 * <p>The canonical form is an optional {@code +} and {@value #MIN_DIGITS} to {@value #MAX_DIGITS}
 * ASCII digits (the upper bound is that of ITU-T E.164); a leading {@code 00} is written as
 * {@code +}, and the digit after a {@code +} is not 0. The form given is kept without the
 * characters that nobody sees: format characters, a {@code tel:}, and space around it.
 *
 * @param given the number as its user wrote it, at most {@value #MAX_GIVEN_CHARS} characters
 * @param canonical the number without separators
 */
public record Mobile(String given, String canonical) {
  /** The fewest digits of a number. */
  public static final int MIN_DIGITS = 3;

  /** The most digits of a number. */
  public static final int MAX_DIGITS = 15;

  /** The longest form that is read, separators included, in characters. */
  public static final int MAX_GIVEN_CHARS = 64;

  /* A canonical form fits in a long: its digits as a number, how many they are, since zeros may
   * lead, and whether a plus does. Two digits more than people have leave room for numbers that
   * none of them can have. */
  private static final int MAX_PACKED_DIGITS = 17;
  private static final int LENGTH_SHIFT = 57;
  private static final int PLUS_SHIFT = 62;

  /**
   * Creates a number whose canonical form is known.
   *
   * @throws InvalidInput if the canonical form is none, with code {@code mobile_invalid}
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
   * Reads a number in any form that phones and address books produce: decimal digits of any
   * script, after an optional {@code +} or {@code 00} or as a {@code tel:} URI (RFC 3966), with
   * spaces, dashes, dots, slashes and brackets between them. Format characters, such as the
   * direction marks that come with a copied contact, are ignored. So is the {@code (0)} of
   * {@code +44 (0)7700 900123}, which is dialled only within the country.
   *
   * <p>No country is guessed: {@code 017…} and {@code +88017…} are two numbers. See {@link
   * MobileParser} for reading them as one.
   *
   * @param given the number as its user wrote it
   * @return the number, its canonical form found
   * @throws InvalidInput if it is no mobile number, with code {@code mobile_invalid}; if it has an
   *     extension, with code {@code mobile_extension}
   */
  public static Mobile parse(String given) {
    return MobileScanner.scan(given);
  }

  /** Returns the canonical form as 63 bits, which no other canonical form has. */
  long packed() {
    boolean hasPlus = canonical.charAt(0) == '+';
    long value = 0;
    for (int i = hasPlus ? 1 : 0; i < canonical.length(); i++) {
      value = 10 * value + canonical.charAt(i) - '0';
    }
    long digits = hasPlus ? canonical.length() - 1L : canonical.length();
    return value | digits << LENGTH_SHIFT | (hasPlus ? 1L << PLUS_SHIFT : 0);
  }

  /** Returns the canonical form of {@link #packed}. */
  static String unpacked(long packed) {
    int digits = (int) (packed >>> LENGTH_SHIFT) & 31;
    boolean hasPlus = packed >>> PLUS_SHIFT != 0;
    var text = new byte[digits + (hasPlus ? 1 : 0)];
    long value = packed & (1L << LENGTH_SHIFT) - 1;
    for (int i = text.length - 1; i >= 0; i -= 2) { // each division waits for the one before
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

  /** Returns the rejection of a text that has a fault. */
  static InvalidInput invalid(String fault, String given) {
    return new InvalidInput(
        "mobile_invalid", "Mobile number " + fault + ": " + InvalidInput.quote(given));
  }
}
