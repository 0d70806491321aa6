package io.ramtalk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries, checked.
 *
 * @param utf8 the text in UTF-8
 * @param image the picture, or null
 * @param expiresInMillis how long it waits, or {@link Message#NEVER}
 * @param destructAfterMillis how long it stays once seen, or {@link Message#NEVER}
 */
@SuppressWarnings("ArrayRecordComponent")
record Content(
    byte[] utf8, @Nullable Image image, long expiresInMillis, long destructAfterMillis) {
  /** Checks a draft; an id of its own is not part of the content. */
  static Content of(Draft draft, Limits limits) {
    var bytes = draft.image();
    var utf8 = bytes != null && draft.text().isEmpty()
        ? new byte[0] : Text.encode(draft.text(), limits.textBytes());
    return new Content(utf8, bytes == null ? null : Image.of(bytes, limits),
        millis("expires_in", draft.expiresIn()),
        millis("destruct_after", draft.destructAfter()));
  }

  /** Returns content that is a text alone and stays for ever. */
  static Content ofText(String text, Limits limits) {
    return new Content(
        Text.encode(text, limits.textBytes()), null, Message.NEVER, Message.NEVER);
  }

  private static long millis(String name, @Nullable Duration duration) {
    if (duration == null) {
      return Message.NEVER;
    }
    Checks.duration(name, duration, Duration.ofMillis(1), Draft.MAX_LIFE);
    return duration.toMillis();
  }
}
