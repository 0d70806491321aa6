package io.ramtalk;

/**
 * A mobile number: the form its user gave, and the canonical form that says whether two numbers
 * are the same.
 *
 * <p>The canonical form has no separators (space, dot, dash, parentheses), writes a leading
 * {@code 00} as {@code +}, and is then an optional {@code +} and {@value #MIN_DIGITS} to {@value
 * #MAX_DIGITS} ASCII digits (the upper bound is that of ITU-T E.164). No country is guessed:
 * {@code 017…} and {@code +88017…} are two numbers.
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
  public static final int MAX_GIVEN_CHARS = 40;

  private static final String SEPARATORS = " .-()";

  /**
   * Reads a number.
   *
   * @param given the number as its user wrote it
   * @return the number, its canonical form found
   * @throws InvalidInput if it is no mobile number, with code {@code mobile_invalid}
   */
  public static Mobile parse(String given) {
    if (given.length() > MAX_GIVEN_CHARS) {
      throw invalid("is longer than " + MAX_GIVEN_CHARS + " characters", given);
    }
    var plain = new StringBuilder(given.length());
    for (int i = 0; i < given.length(); i++) {
      char c = given.charAt(i);
      if ((c >= '0' && c <= '9') || (c == '+' && plain.length() == 0)) {
        plain.append(c);
      } else if (SEPARATORS.indexOf(c) < 0) {
        throw invalid("may hold digits, a leading + and separators only", given);
      }
    }
    if (plain.length() > 1 && plain.charAt(0) == '0' && plain.charAt(1) == '0') {
      plain.replace(0, 2, "+");
    }
    int digits = plain.length() - (plain.indexOf("+") == 0 ? 1 : 0);
    if (digits < MIN_DIGITS || digits > MAX_DIGITS) {
      throw invalid("must have " + MIN_DIGITS + " to " + MAX_DIGITS + " digits", given);
    }
    return new Mobile(given, plain.compareTo(new StringBuilder(given)) == 0
        ? given : plain.toString());
  }

  private static InvalidInput invalid(String fault, String given) {
    return new InvalidInput(
        "mobile_invalid", "Mobile number " + fault + ": " + InvalidInput.quote(given));
  }
}
