package io.ramtalk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent, not yet validated.
 *
 * <pre>{@code
 * talk.send(Draft.of(ana, bo).text("The code is 4711").expiresIn(Duration.ofMinutes(5)));
 * }</pre>
 *
 * @param from the sender
 * @param to the receiver; may be the sender
 * @param text the text; may be {@code ""} if there is a picture
 * @param image the bytes of a picture, or null
 * @param expiresIn time to wait to be fetched, 1 ms to {@link #MAX_LIFE}, or null for no limit
 * @param destructAfter time to stay after being seen, 1 ms to {@link #MAX_LIFE}, or null for no
 *     limit
 * @param id an idempotency key, or null. A message with a known key of the same sender is stored
 *     once, so a sender can retry after a lost response.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Draft(
    UserId from,
    UserId to,
    String text,
    byte @Nullable [] image,
    @Nullable Duration expiresIn,
    @Nullable Duration destructAfter,
    @Nullable String id) {
  /** Maximum for {@code expiresIn} and {@code destructAfter}. */
  public static final Duration MAX_LIFE = Duration.ofDays(365);

  /**
   * Returns a draft without content.
   *
   * @param from the sender
   * @param to the receiver
   * @return the draft
   */
  public static Draft of(UserId from, UserId to) {
    return new Draft(from, to, "", null, null, null, null);
  }

  /**
   * Returns this draft with another text.
   *
   * @param newText the text
   * @return a new draft
   */
  public Draft text(String newText) {
    return new Draft(from, to, newText, image, expiresIn, destructAfter, id);
  }

  /**
   * Returns this draft with another picture.
   *
   * @param newImage the bytes of a PNG, JPEG, GIF or WebP file
   * @return a new draft
   */
  public Draft image(byte[] newImage) {
    return new Draft(from, to, text, newImage, expiresIn, destructAfter, id);
  }

  /**
   * Returns this draft with an expiry.
   *
   * @param duration time after which the message expires if it was not fetched
   * @return a new draft
   */
  public Draft expiresIn(Duration duration) {
    return new Draft(from, to, text, image, duration, destructAfter, id);
  }

  /**
   * Returns this draft with a self-destruct time.
   *
   * @param duration time after which the message is deleted once it was seen
   * @return a new draft
   */
  public Draft destructAfter(Duration duration) {
    return new Draft(from, to, text, image, expiresIn, duration, id);
  }

  /**
   * Returns this draft with an idempotency key.
   *
   * @param newId 1 to 64 letters, digits, dots, underscores and dashes
   * @return a new draft
   */
  public Draft id(String newId) {
    return new Draft(from, to, text, image, expiresIn, destructAfter, newId);
  }
}
