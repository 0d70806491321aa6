package io.ramtalk;

/**
 * The id of a message: 64 bits that grow with the time of sending, so that within one messenger
 * messages sorted by id are in the order of sending.
 *
 * <p>The upper 44 bits are milliseconds since 1970, the lower 20 are a counter within the
 * millisecond. The printed form is 13 characters of Crockford's base 32 (lower case) and sorts in
 * the same order.
 *
 * @param value the bits, as an unsigned number
 * @see <a href="https://www.crockford.com/base32.html">Base 32</a>
 */
public record MessageId(long value) implements Comparable<MessageId> {
  /** The length of the printed form, in characters. */
  public static final int TEXT_CHARS = 13;

  /** Number of low bits that count the messages of one millisecond. */
  static final int COUNTER_BITS = 20;

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  /**
   * Parses the printed form.
   *
   * @param text 13 characters of Crockford's base 32, in either case
   * @return the id
   * @throws InvalidInput with code {@code message_id_invalid} if the text has another form
   */
  public static MessageId parse(String text) {
    long value = 0;
    boolean valid = text.length() == TEXT_CHARS;
    for (int i = 0; valid && i < TEXT_CHARS; i++) {
      int digit = DIGITS.indexOf(lowerCase(text.charAt(i)));
      valid = digit >= 0 && (i > 0 || digit < 16);
      value = (value << 5) | digit;
    }
    if (!valid) {
      throw new InvalidInput(
          "message_id_invalid", "Not a message id: " + InvalidInput.quote(text));
    }
    return new MessageId(value);
  }

  /** Returns the printed form: 13 characters, lower case. */
  @Override
  public String toString() {
    var chars = new char[TEXT_CHARS];
    long rest = value;
    for (int i = TEXT_CHARS - 1; i >= 0; i--) {
      chars[i] = DIGITS.charAt((int) rest & 31);
      rest >>>= 5;
    }
    return new String(chars);
  }

  @Override
  public int compareTo(MessageId other) {
    return Long.compareUnsigned(value, other.value);
  }

  private static char lowerCase(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
