package io.ramtalk;

/** A value that breaks a rule whatever the state of the messenger: asking again never helps. */
public final class InvalidInput extends RamTalkException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_QUOTED_CHARS = 60;

  /**
   * Creates the refusal.
   *
   * @param code the stable word for the broken rule
   * @param message the rule and the offending value, for people
   */
  public InvalidInput(String code, String message) {
    super(code, message, false);
  }

  /** Quotes an offending value for a message: bounded, and with unseen characters escaped. */
  static String quote(String value) {
    var quoted = new StringBuilder("\"");
    value.substring(0, Math.min(value.length(), MAX_QUOTED_CHARS)).codePoints().forEach(point -> {
      if (Glyphs.isDisruptive(point) || Character.getType(point) == Character.FORMAT) {
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
