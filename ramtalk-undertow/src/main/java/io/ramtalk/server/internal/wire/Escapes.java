package io.ramtalk.server.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from a client safe to log: one line of limited length without terminal control
 * sequences.
 *
 * <p>It escapes control characters (C0, DEL, C1), the characters that reorder a line (embeddings,
 * overrides, isolates and marks of Unicode's bidirectional algorithm, UAX #9), Unicode's other line
 * separators, and halves of surrogate pairs.
 */
public final class Escapes {
  /** Maximum number of characters kept of the original text. */
  static final int MAX_CHARS = 200;

  private static final String CUT = "...";

  private Escapes() {}

  /** Returns the text as one line of at most {@value #MAX_CHARS} original characters. */
  public static String line(@Nullable String text) {
    return line(String.valueOf(text), MAX_CHARS);
  }

  /** Returns the text as one line of at most the given number of original characters. */
  public static String line(String text, int maxChars) {
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
