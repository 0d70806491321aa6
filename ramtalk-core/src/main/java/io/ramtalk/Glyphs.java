package io.ramtalk;

/** Classification of Unicode characters by visibility and by effect on surrounding text. */
final class Glyphs {
  /* Letters, symbols and marks that render as blank: the grapheme joiner, the Hangul fillers, two
   * Khmer vowels, the Mongolian variation selectors, and the blank Braille pattern. */
  private static final String BLANKS =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0";

  private Glyphs() {}

  /**
   * Returns whether a character breaks the line or the reading order of surrounding text, or is not
   * a character: the controls (Cc), the two separators (Zl, Zp), the embeddings, overrides and
   * isolates of UAX #9, and the noncharacters.
   */
  static boolean isDisruptive(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE
        || (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069)
        || (point >= 0xfdd0 && point <= 0xfdef) || (point & 0xfffe) == 0xfffe;
  }

  /** Returns whether a character is visible by itself. */
  static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK, Character.SURROGATE -> false;
      default -> BLANKS.indexOf(point) < 0;
    };
  }
}
