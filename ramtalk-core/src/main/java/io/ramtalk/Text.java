package io.ramtalk;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Validation of user input, and its conversion into stored bytes. */
final class Text {
  /** Maximum length of an idempotency key or a lease id, in characters. */
  static final int MAX_ID_CHARS = 64;

  /* Letters, symbols and marks that render as blank: the grapheme joiner, the Hangul fillers, two
   * Khmer vowels, the Mongolian variation selectors, and the blank Braille pattern. */
  private static final String BLANKS =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0";

  private Text() {}

  /** Validates the text of a message and returns it as UTF-8. */
  static byte[] encode(String text, int maxBytes) {
    if (text.isEmpty()) {
      throw new InvalidInput("text_empty", "Message text must not be empty");
    }
    long bytes = utf8Bytes(text, "text_not_unicode");
    if (bytes > maxBytes) {
      throw new InvalidInput("text_too_long",
          "Message text has " + bytes + " bytes of UTF-8 (max " + maxBytes + ")");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Validates a name and returns it, or {@code ""} if no character is visible. */
  static String checkName(String name, int maxCharacters) {
    utf8Bytes(name, "name_not_unicode");
    int characters = name.codePointCount(0, name.length());
    if (characters > maxCharacters) {
      throw new InvalidInput("name_too_long",
          "Name has " + characters + " characters (max " + maxCharacters + ")");
    }
    name.codePoints().filter(Text::isDisruptive).findFirst().ifPresent(point -> {
      throw new InvalidInput("name_not_printable", String.format(Locale.ROOT,
          "Name must not contain control characters or direction overrides: U+%04X", point));
    });
    return name.codePoints().anyMatch(Text::isVisible) ? name : "";
  }

  /** Validates an id chosen by the caller and returns it. */
  static String checkId(String id, String what) {
    boolean valid = !id.isEmpty() && id.length() <= MAX_ID_CHARS
        && id.chars().allMatch(Text::isIdCharacter);
    if (!valid) {
      throw new InvalidInput(what + "_invalid", what + " must be 1 to " + MAX_ID_CHARS
          + " letters, digits, dots, underscores or dashes: " + InvalidInput.quote(id));
    }
    return id;
  }

  private static boolean isIdCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || c == '.' || c == '_' || c == '-';
  }

  private static long utf8Bytes(String text, String code) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c) && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        throw new InvalidInput(code, "Invalid Unicode: unpaired surrogate at character " + i);
      }
    }
    return bytes;
  }

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
