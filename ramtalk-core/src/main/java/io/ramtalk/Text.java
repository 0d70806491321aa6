package io.ramtalk;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Validation of user input, and its conversion into stored bytes. */
final class Text {
  /** Maximum length of an idempotency key or a lease id, in characters. */
  static final int MAX_ID_CHARS = 64;

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
    name.codePoints().filter(Glyphs::isDisruptive).findFirst().ifPresent(point -> {
      throw new InvalidInput("name_not_printable", String.format(Locale.ROOT,
          "Name must not contain control characters or direction overrides: U+%04X", point));
    });
    return name.codePoints().anyMatch(Glyphs::isVisible) ? name : "";
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
}
