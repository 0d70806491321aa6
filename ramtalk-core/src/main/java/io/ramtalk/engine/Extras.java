package io.ramtalk.engine;

import io.ramtalk.Image;
import org.jspecify.annotations.Nullable;

/**
 * The rare parts of a message, stored separately to keep most messages small.
 *
 * @param image a picture
 * @param expiresAt time at which the message expires unfetched, in milliseconds of the timeline
 * @param destructAfterMillis time to stay after being first seen, in milliseconds
 */
public record Extras(@Nullable Image image, long expiresAt, long destructAfterMillis) {
  /** The shared extras of a plain text. */
  static final Extras NONE = new Extras(null, Engine.NEVER, Engine.NEVER);

  /**
   * Returns the given parts; for a plain text, the shared instance.
   *
   * @param image a picture
   * @param expiresAt time at which the message expires, or {@link Engine#NEVER}
   * @param destructAfterMillis time to stay after being first seen, or {@link Engine#NEVER}
   * @return the parts
   */
  public static Extras of(@Nullable Image image, long expiresAt, long destructAfterMillis) {
    return image == null && expiresAt == Engine.NEVER && destructAfterMillis == Engine.NEVER
        ? NONE : new Extras(image, expiresAt, destructAfterMillis);
  }

  /** Returns a copy that expires that much earlier. */
  Extras earlier(long millis) {
    return millis == 0 || expiresAt == Engine.NEVER
        ? this : new Extras(image, expiresAt - millis, destructAfterMillis);
  }

  /** Returns true for the shared extras of a plain text. */
  @SuppressWarnings("ReferenceEquality") // of() creates no second instance
  boolean isNone() {
    return this == NONE;
  }

  boolean isTimed() {
    return expiresAt != Engine.NEVER || destructAfterMillis != Engine.NEVER;
  }

  /** Returns the bytes counted against the byte budget: 0 for the shared extras. */
  long bytes() {
    return isNone() ? 0 : MemoryCost.EXTRAS + MemoryCost.image(image);
  }
}
