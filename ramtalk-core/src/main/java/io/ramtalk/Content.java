package io.ramtalk;

import io.ramtalk.engine.Engine;
import io.ramtalk.engine.Extras;
import io.ramtalk.engine.StoredMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The validated content of a message.
 *
 * @param utf8 the text in UTF-8
 * @param image the picture, or null
 * @param expiresInMillis time to wait to be fetched, in ms, or {@link Engine#NEVER}
 * @param destructAfterMillis time to stay after being seen, in ms, or {@link Engine#NEVER}
 */
@SuppressWarnings("ArrayRecordComponent")
record Content(
    byte[] utf8, @Nullable Image image, long expiresInMillis, long destructAfterMillis) {
  /** Validates a draft. The idempotency key is not part of the content. */
  static Content of(Draft draft, Limits limits) {
    var bytes = draft.image();
    var utf8 = bytes != null && draft.text().isEmpty()
        ? new byte[0] : Text.encode(draft.text(), limits.textBytes());
    return new Content(utf8, bytes == null ? null : Image.of(bytes, limits),
        millis("expires_in", draft.expiresIn()),
        millis("destruct_after", draft.destructAfter()));
  }

  /** Returns text-only content that never expires. */
  static Content ofText(String text, Limits limits) {
    return new Content(
        Text.encode(text, limits.textBytes()), null, Engine.NEVER, Engine.NEVER);
  }

  /** Returns the message with this content. */
  StoredMessage message(MessageId id, UserId from, long sentAt) {
    long expiresAt =
        expiresInMillis == Engine.NEVER ? Engine.NEVER : sentAt + expiresInMillis;
    return new StoredMessage(
        id, from, sentAt, utf8, Extras.of(image, expiresAt, destructAfterMillis));
  }

  private static long millis(String name, @Nullable Duration duration) {
    if (duration == null) {
      return Engine.NEVER;
    }
    Checks.duration(name, duration, Duration.ofMillis(1), Draft.MAX_LIFE);
    return duration.toMillis();
  }
}
