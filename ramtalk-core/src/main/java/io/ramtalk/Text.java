package io.ramtalk;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Checks what people write, and turns it into the bytes that are kept. */
final class Text {
  /** The longest id that a caller may choose for a message or a lease, in characters. */
  static final int MAX_ID_CHARS = 64;

  private Text() {}

  /** Returns a message's text as UTF-8. */
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

  /** Returns a name that keeps the rules; {@code ""} for one of which nothing is visible. */
  static String checkName(String name, int maxCharacters) {
    utf8Bytes(name, "name_not_unicode");
    int characters = name.codePointCount(0, name.length());
    if (characters > maxCharacters) {
      throw new InvalidInput("name_too_long",
          "Name has " + characters + " characters (max " + maxCharacters + ")");
    }
    name.codePoints().filter(Glyphs::isDisruptive).findFirst().ifPresent(point -> {
      throw new InvalidInput("name_not_printable", String.format(Locale.ROOT,
          "Name must not have control characters or direction overrides: U+%04X", point));
    });
    return name.codePoints().anyMatch(Glyphs::isVisible) ? name : "";
  }

  /** Returns an id that a caller chose for something, unless it is empty, long or odd. */
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
        throw new InvalidInput(code, "Half of a surrogate pair at character " + i);
      }
    }
    return bytes;
  }
}
