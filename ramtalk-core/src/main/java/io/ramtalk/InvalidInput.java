package io.ramtalk;

/** A value that is invalid regardless of the messenger's state: retrying never helps. */
public final class InvalidInput extends RamTalkException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_QUOTED_CHARS = 60;

  /**
   * Creates the exception.
   *
   * @param code the stable code of the violated rule
   * @param message the rule and the invalid value, for people
   */
  public InvalidInput(String code, String message) {
    super(code, message, false);
  }

  /** Quotes an invalid value for a message: truncated, with invisible characters escaped. */
  static String quote(String value) {
    var quoted = new StringBuilder("\"");
    value.substring(0, Math.min(value.length(), MAX_QUOTED_CHARS)).codePoints().forEach(point -> {
      if (Text.isDisruptive(point) || Character.getType(point) == Character.FORMAT) {
        for (char half : Character.toChars(point)) {
          quoted.append(String.format("\\u%04x", (int) half));
        }
      } else {
        quoted.appendCodePoint(point);
      }
    });
    return quoted.append(value.length() > MAX_QUOTED_CHARS ? "…\"" : "\"").toString();
  }
}
