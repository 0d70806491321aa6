package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * What most messages do not have, kept apart so that they do not pay for it.
 *
 * @param image a picture
 * @param expiresAt when it disappears unless it is fetched, in milliseconds of the timeline
 * @param destructAfterMillis how long it stays after it was first seen, in milliseconds
 */
record Extras(@Nullable Image image, long expiresAt, long destructAfterMillis) {
  /** Those of a plain text. */
  static final Extras NONE = new Extras(null, Message.NEVER, Message.NEVER);

  static Extras of(Content content, long sentAt) {
    return of(content.image(), content.expiresInMillis() == Message.NEVER
        ? Message.NEVER : sentAt + content.expiresInMillis(), content.destructAfterMillis());
  }

  static Extras of(@Nullable Image image, long expiresAt, long destructAfterMillis) {
    return image == null && expiresAt == Message.NEVER && destructAfterMillis == Message.NEVER
        ? NONE : new Extras(image, expiresAt, destructAfterMillis);
  }

  /** Returns the same with its time that much earlier. */
  Extras earlier(long millis) {
    return millis == 0 || expiresAt == Message.NEVER
        ? this : new Extras(image, expiresAt - millis, destructAfterMillis);
  }

  /** Says whether these are the shared extras of a plain text. */
  @SuppressWarnings("ReferenceEquality") // of() makes no second instance
  boolean isNone() {
    return this == NONE;
  }

  boolean isTimed() {
    return expiresAt != Message.NEVER || destructAfterMillis != Message.NEVER;
  }

  /** Returns what they count against the byte budget: those of a plain text are shared. */
  long bytes() {
    return isNone() ? 0 : Charge.EXTRAS + Charge.image(image);
  }
}
