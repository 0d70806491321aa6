package io.ramtalk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be sent; not checked yet.
 *
 * <pre>{@code
 * talk.send(Draft.of(ana, bo).text("The code is 4711").expiresIn(Duration.ofMinutes(5)));
 * }</pre>
 *
 * @param from the sender
 * @param to the user whose mailbox it goes to; may be the sender
 * @param text what is written; may be {@code ""} where there is a picture
 * @param image the bytes of a picture, or null for none
 * @param expiresIn how long it waits to be fetched, 1 ms to {@link #MAX_LIFE}, or null for ever
 * @param destructAfter how long it stays after it was seen, 1 ms to {@link #MAX_LIFE}, or null for
 *     ever
 * @param id an id of the sender's own, or null: the same id from the same sender is stored once,
 *     so that a send whose answer was lost can be repeated
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
  /** The longest life that can be asked for. */
  public static final Duration MAX_LIFE = Duration.ofDays(365);

  /**
   * Returns a message without content.
   *
   * @param from the sender
   * @param to the user whose mailbox it goes to
   * @return the draft
   */
  public static Draft of(UserId from, UserId to) {
    return new Draft(from, to, "", null, null, null, null);
  }

  /**
   * Returns this draft with another text.
   *
   * @param newText what is written
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
   * Returns this draft with a time to be fetched in.
   *
   * @param duration after which it disappears unless it was fetched
   * @return a new draft
   */
  public Draft expiresIn(Duration duration) {
    return new Draft(from, to, text, image, duration, destructAfter, id);
  }

  /**
   * Returns this draft with a time to be seen for.
   *
   * @param duration after which it disappears once it was seen
   * @return a new draft
   */
  public Draft destructAfter(Duration duration) {
    return new Draft(from, to, text, image, expiresIn, duration, id);
  }

  /**
   * Returns this draft with an id of the sender's own.
   *
   * @param newId 1 to 64 letters, digits, dots, underscores and dashes
   * @return a new draft
   */
  public Draft id(String newId) {
    return new Draft(from, to, text, image, expiresIn, destructAfter, newId);
  }
}
