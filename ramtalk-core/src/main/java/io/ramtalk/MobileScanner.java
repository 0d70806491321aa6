package io.ramtalk;

import java.util.regex.Pattern;

/** A scanner for one mobile number in text from a person or an address book. */
final class MobileScanner {
  /* Separators other than spaces (Zs) and dashes (Pd): ASCII and full-width dots, slashes and
   * brackets, middle dots, the minus sign, and the long-vowel mark that Japanese keyboards produce
   * for a dash. Format characters (Cf) are removed before scanning. */
  private static final String SEPARATORS =
      "./()[]\u00b7\u2024\u2027\u2044\u2212\u2215\u30fb\u30fc\uff08\uff09\uff0e\uff0f\uff65\uff70";
  private static final String OPENING = "(\uff08";
  private static final String CLOSING = ")\uff09";
  private static final String PLUS = "+\ufe62\uff0b";
  private static final String SCHEME = "tel:";

  /* Digits after a pause are dialled later, so they are an extension too. */
  private static final Pattern EXTENSION = Pattern.compile(
      "(?:[,;]+|[,;]*\\s*(?:ext(?:n|ension)?|x|#))[.:=\\s\\p{Zs}]*\\p{Nd}",
      Pattern.CASE_INSENSITIVE);
  private static final Pattern PARAMETER = Pattern.compile(";([A-Za-z0-9-]+)");

  private final String given;
  private final StringBuilder number = new StringBuilder(Mobile.MAX_DIGITS + 1);

  private MobileScanner(String given) {
    this.given = given;
  }

  static Mobile scan(String text) {
    if (text.length() > Mobile.MAX_GIVEN_CHARS) {
      throw Mobile.invalid("is longer than " + Mobile.MAX_GIVEN_CHARS + " characters", text);
    }
    var visible = visible(text);
    boolean isUri = visible.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    var given = isUri ? visible.substring(SCHEME.length()).replace("%20", " ") : visible;
    return new MobileScanner(given).scan();
  }

  private Mobile scan() {
    for (int i = 0; i < given.length();) {
      i += read(i);
    }
    var canonical = canonical();
    return new Mobile(given, given.equals(canonical) ? given : canonical);
  }

  /** Reads the element at an index and returns its length in characters. */
  private int read(int index) {
    int point = given.codePointAt(index);
    int digit = Character.digit(point, 10);
    if (digit >= 0) {
      number.append((char) ('0' + digit));
    } else if (PLUS.indexOf(point) >= 0 && number.isEmpty()) {
      number.append('+');
    } else if (isSeparator(point)) {
      int trunk = hasCountry() ? trunkPrefix(index) : 0;
      return Math.max(trunk, Character.charCount(point));
    } else {
      throw fault(index);
    }
    return Character.charCount(point);
  }

  /** Returns the length of a {@code (0)} at an index, or 0 if there is none. */
  private int trunkPrefix(int index) {
    int zero = index + 1;
    int end = given.offsetByCodePoints(zero, zero < given.length() ? 1 : 0);
    boolean isTrunk = OPENING.indexOf(given.charAt(index)) >= 0 && end < given.length()
        && Character.digit(given.codePointAt(zero), 10) == 0
        && CLOSING.indexOf(given.charAt(end)) >= 0;
    return isTrunk ? end + 1 - index : 0;
  }

  /** Returns whether the digits of a country code were read. */
  private boolean hasCountry() {
    return (number.length() > 1 && number.charAt(0) == '+')
        || (number.length() > 2 && number.indexOf("00") == 0);
  }

  private InvalidInput fault(int index) {
    boolean hasDigits = number.length() > number.indexOf("+") + 1;
    if (hasDigits && EXTENSION.matcher(given).region(index, given.length()).lookingAt()) {
      return new InvalidInput("mobile_extension",
          "Mobile number has an extension, which is not supported; leave it out: "
              + InvalidInput.quote(given));
    }
    var parameter = PARAMETER.matcher(given).region(index, given.length());
    return hasDigits && parameter.lookingAt()
        ? Mobile.invalid("has the parameter " + parameter.group(1)
            + "; write it with + and its country code instead", given)
        : Mobile.invalid("may contain only digits, a leading + and separators", given);
  }

  private String canonical() {
    if (number.indexOf("+00") == 0) {
      number.delete(1, 3);
    } else if (number.indexOf("00") == 0) {
      number.replace(0, 2, "+");
    }
    int digits = number.length() - (number.indexOf("+") + 1);
    if (digits < Mobile.MIN_DIGITS || digits > Mobile.MAX_DIGITS) {
      throw Mobile.invalid("must have " + Mobile.MIN_DIGITS + " to " + Mobile.MAX_DIGITS
          + " digits", given);
    }
    if (number.indexOf("+0") == 0) {
      throw Mobile.invalid("has a country code that starts with 0", given);
    }
    return number.toString();
  }

  /** Returns a text without format characters and surrounding space. */
  private static String visible(String text) {
    var visible = new StringBuilder(text.length());
    text.codePoints().filter(point -> Character.getType(point) != Character.FORMAT)
        .forEach(visible::appendCodePoint);
    int start = 0;
    int end = visible.length();
    while (start < end && isSpace(visible.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(visible.charAt(end - 1))) {
      end--;
    }
    return visible.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isSeparator(int point) {
    int type = Character.getType(point);
    return type == Character.SPACE_SEPARATOR || type == Character.DASH_PUNCTUATION
        || SEPARATORS.indexOf(point) >= 0;
  }
}
