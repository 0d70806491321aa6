package io.ramtalk.cli.internal.client;

/**
 * Escaping of text from others, so that it is safe to print.
 *
 * <p>The escaped characters are terminal controls (C0, DEL, C1), characters that reorder a line
 * (the embeddings, overrides and isolates of Unicode's bidirectional algorithm, UAX #9), and
 * Unicode's line and paragraph separators. All others stay, such as the joiners that Bengali needs.
 */
public final class SafeText {
  private SafeText() {}

  /** Returns whether a character must not be sent to a terminal. */
  public static boolean isUnsafe(int c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }

  /** Returns the text as one line. */
  public static String line(String text) {
    if (text.chars().noneMatch(SafeText::isUnsafe)) {
      return text;
    }
    var safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      safe.append(isUnsafe(c) ? escape(c) : String.valueOf(c));
    }
    return safe.toString();
  }

  /** Returns the text with its line breaks. Lines after the first are indented. */
  public static String block(String text, String indent) {
    var safe = new StringBuilder(text.length() + 16);
    int from = 0;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      int end = at > from && text.charAt(at - 1) == '\r' ? at - 1 : at;
      safe.append(line(text.substring(from, end))).append('\n').append(indent);
      from = at + 1;
    }
    return safe.append(line(text.substring(from))).toString();
  }

  /** Returns the escape sequence of a character, as in JSON and Java. */
  static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    };
  }
}
