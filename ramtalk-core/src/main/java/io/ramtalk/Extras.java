package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * The rare parts of a message, stored separately to keep most messages small.
 *
 * @param image a picture
 * @param expiresAt time at which the message expires unfetched, in milliseconds of the timeline
 * @param destructAfterMillis time to stay after being first seen, in milliseconds
 */
record Extras(@Nullable Image image, long expiresAt, long destructAfterMillis) {
  /** The shared extras of a plain text. */
  static final Extras NONE = new Extras(null, Message.NEVER, Message.NEVER);

  static Extras of(Content content, long sentAt) {
    return of(content.image(), content.expiresInMillis() == Message.NEVER
        ? Message.NEVER : sentAt + content.expiresInMillis(), content.destructAfterMillis());
  }

  static Extras of(@Nullable Image image, long expiresAt, long destructAfterMillis) {
    return image == null && expiresAt == Message.NEVER && destructAfterMillis == Message.NEVER
        ? NONE : new Extras(image, expiresAt, destructAfterMillis);
  }

  /** Returns a copy that expires that much earlier. */
  Extras earlier(long millis) {
    return millis == 0 || expiresAt == Message.NEVER
        ? this : new Extras(image, expiresAt - millis, destructAfterMillis);
  }

  /** Returns true for the shared extras of a plain text. */
  @SuppressWarnings("ReferenceEquality") // of() creates no second instance
  boolean isNone() {
    return this == NONE;
  }

  boolean isTimed() {
    return expiresAt != Message.NEVER || destructAfterMillis != Message.NEVER;
  }

  /** Returns the bytes counted against the byte budget: 0 for the shared extras. */
  long bytes() {
    return isNone() ? 0 : MemoryCost.EXTRAS + MemoryCost.image(image);
  }
}
