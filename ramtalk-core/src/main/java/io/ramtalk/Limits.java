package io.ramtalk;

/**
 * Every bound of a messenger, each with its unit in its name.
 *
 * @param mailboxCapacity the most messages that one mailbox holds, 1 to {@value
 *     #MAX_MAILBOX_CAPACITY}
 * @param textBytes the longest text, in bytes of UTF-8, 1 to {@value #MAX_TEXT_BYTES}
 * @param nameCharacters the longest name, in Unicode code points, 1 to {@value
 *     #MAX_NAME_CHARACTERS}
 * @param imageBytes the largest picture, in bytes, 1 to {@value #MAX_IMAGE_BYTES}
 * @param imageSidePixels the greatest width and height of a picture, in pixels, 1 to {@value
 *     #MAX_IMAGE_SIDE_PIXELS}
 * @param users the most users, 1 to {@value Integer#MAX_VALUE}
 * @param receipts of how many sent messages each sender keeps the receipt, 1 to {@value
 *     #MAX_RECEIPTS}
 * @param sendIds how many ids of its own each sender can repeat, 1 to {@value #MAX_SEND_IDS}
 * @param budgetBytes how much heap everything that is stored may take, in bytes, 1 or more
 * @param overflow what a full mailbox does with one more message
 */
public record Limits(
    int mailboxCapacity,
    int textBytes,
    int nameCharacters,
    int imageBytes,
    int imageSidePixels,
    int users,
    int receipts,
    int sendIds,
    long budgetBytes,
    Overflow overflow) {
  /** The most messages a mailbox can be told to hold. */
  public static final int MAX_MAILBOX_CAPACITY = 10_000;

  /** The longest text that can be allowed, in bytes. */
  public static final int MAX_TEXT_BYTES = 1 << 20;

  /** The longest name that can be allowed, in code points. */
  public static final int MAX_NAME_CHARACTERS = 1_000;

  /** The largest picture that can be allowed, in bytes. */
  public static final int MAX_IMAGE_BYTES = 16 << 20;

  /** The greatest width and height that can be allowed, in pixels. */
  public static final int MAX_IMAGE_SIDE_PIXELS = 65_535;

  /** The most receipts a sender can be told to keep. */
  public static final int MAX_RECEIPTS = 10_000;

  /** The most ids of its own a sender can be told to keep. */
  public static final int MAX_SEND_IDS = 10_000;

  /** What holds unless the builder says otherwise; the budget is half of the greatest heap. */
  public static final Limits DEFAULT = new Limits(5, 4_096, 64, 51_200, 2_048, 10_000_000, 64,
      256, Runtime.getRuntime().maxMemory() / 2, Overflow.REJECT);

  /**
   * Checks every bound.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public Limits {
    check("mailboxCapacity", mailboxCapacity, MAX_MAILBOX_CAPACITY);
    check("textBytes", textBytes, MAX_TEXT_BYTES);
    check("nameCharacters", nameCharacters, MAX_NAME_CHARACTERS);
    check("imageBytes", imageBytes, MAX_IMAGE_BYTES);
    check("imageSidePixels", imageSidePixels, MAX_IMAGE_SIDE_PIXELS);
    check("users", users, Integer.MAX_VALUE);
    check("receipts", receipts, MAX_RECEIPTS);
    check("sendIds", sendIds, MAX_SEND_IDS);
    check("budgetBytes", budgetBytes, Long.MAX_VALUE);
  }

  private static void check(String name, long value, long max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be 1 to " + max + ": " + value);
    }
  }
}
