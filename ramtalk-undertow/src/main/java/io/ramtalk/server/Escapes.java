package io.ramtalk.server;

import org.jspecify.annotations.Nullable;

/**
 * Makes what came from a client safe to log: one line that is not long and steers no terminal.
 *
 * <p>Escaped are control characters (C0, DEL, C1), the characters that reorder a line (embeddings,
 * overrides, isolates and marks of Unicode's bidirectional algorithm, UAX #9), the separators of
 * lines that Unicode has beside the line feed, and halves of surrogate pairs.
 */
final class Escapes {
  /** The longest text that is kept, in characters of what came. */
  static final int MAX_CHARS = 200;

  private static final String CUT = "...";

  private Escapes() {}

  /** Returns the text as one line, of which at most {@value #MAX_CHARS} characters are kept. */
  static String line(@Nullable String text) {
    return line(String.valueOf(text), MAX_CHARS);
  }

  /** Returns the text as one line, of which at most so many characters are kept. */
  static String line(String text, int maxChars) {
    int length = Math.min(text.length(), maxChars);
    var safe = new StringBuilder(length + CUT.length());
    int codePoint;
    for (int i = 0; i < length; i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isUnsafe(codePoint)) {
        safe.append(escape(codePoint));
      } else {
        safe.appendCodePoint(codePoint);
      }
    }
    return length < text.length() ? safe.append(CUT).toString() : safe.toString();
  }

  private static boolean isUnsafe(int c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    };
  }
}
