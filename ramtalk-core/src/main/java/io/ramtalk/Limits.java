package io.ramtalk;

/**
 * All limits of a messenger, each named with its unit.
 *
 * @param mailboxCapacity maximum number of messages in a mailbox, 1 to {@value
 *     #MAX_MAILBOX_CAPACITY}
 * @param textBytes maximum length of a text, in bytes of UTF-8, 1 to {@value #MAX_TEXT_BYTES}
 * @param nameCharacters maximum length of a name, in Unicode code points, 1 to {@value
 *     #MAX_NAME_CHARACTERS}
 * @param imageBytes maximum size of a picture, in bytes, 1 to {@value #MAX_IMAGE_BYTES}
 * @param imageSidePixels maximum width and height of a picture, in pixels, 1 to {@value
 *     #MAX_IMAGE_SIDE_PIXELS}
 * @param users maximum number of users, 1 to {@value Integer#MAX_VALUE}
 * @param receipts number of latest sent messages per sender whose receipts are kept, 1 to {@value
 *     #MAX_RECEIPTS}
 * @param idempotencyKeys number of latest idempotency keys kept per sender, 1 to {@value
 *     #MAX_IDEMPOTENCY_KEYS}
 * @param budgetBytes maximum heap memory for stored data, in bytes, 1 or more
 * @param overflow what a full mailbox does with another message
 */
public record Limits(
    int mailboxCapacity,
    int textBytes,
    int nameCharacters,
    int imageBytes,
    int imageSidePixels,
    int users,
    int receipts,
    int idempotencyKeys,
    long budgetBytes,
    Overflow overflow) {
  /** Upper bound of {@code mailboxCapacity}. */
  public static final int MAX_MAILBOX_CAPACITY = 10_000;

  /** Upper bound of {@code textBytes}. */
  public static final int MAX_TEXT_BYTES = 1 << 20;

  /** Upper bound of {@code nameCharacters}. */
  public static final int MAX_NAME_CHARACTERS = 1_000;

  /** Upper bound of {@code imageBytes}. */
  public static final int MAX_IMAGE_BYTES = 16 << 20;

  /** Upper bound of {@code imageSidePixels}. */
  public static final int MAX_IMAGE_SIDE_PIXELS = 65_535;

  /** Upper bound of {@code receipts}. */
  public static final int MAX_RECEIPTS = 10_000;

  /** Upper bound of {@code idempotencyKeys}. */
  public static final int MAX_IDEMPOTENCY_KEYS = 10_000;

  /** The default limits; the byte budget is half of the maximum heap. */
  public static final Limits DEFAULT = new Limits(5, 4_096, 64, 51_200, 2_048, 10_000_000, 64,
      256, Runtime.getRuntime().maxMemory() / 2, Overflow.REJECT);

  /**
   * Validates every limit.
   *
   * @throws IllegalArgumentException if a limit is out of range; the message names it
   */
  public Limits {
    check("mailboxCapacity", mailboxCapacity, MAX_MAILBOX_CAPACITY);
    check("textBytes", textBytes, MAX_TEXT_BYTES);
    check("nameCharacters", nameCharacters, MAX_NAME_CHARACTERS);
    check("imageBytes", imageBytes, MAX_IMAGE_BYTES);
    check("imageSidePixels", imageSidePixels, MAX_IMAGE_SIDE_PIXELS);
    check("users", users, Integer.MAX_VALUE);
    check("receipts", receipts, MAX_RECEIPTS);
    check("idempotencyKeys", idempotencyKeys, MAX_IDEMPOTENCY_KEYS);
    check("budgetBytes", budgetBytes, Long.MAX_VALUE);
  }

  private static void check(String name, long value, long max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be 1 to " + max + ": " + value);
    }
  }
}
