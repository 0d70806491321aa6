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

  /** Quotes an offending value for a message: bounded, and with control characters escaped. */
  static String quote(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length() && i < MAX_QUOTED_CHARS; i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || (Character.isSurrogate(c) && !isPaired(value, i))) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(value.length() > MAX_QUOTED_CHARS ? "…\"" : "\"").toString();
  }

  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < Math.min(value.length(), MAX_QUOTED_CHARS)
            && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}
