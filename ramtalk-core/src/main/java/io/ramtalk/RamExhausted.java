package io.ramtalk;

/** The byte budget has no room for what was asked; something must be received or deleted first. */
public final class RamExhausted extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private final long bytes;
  private final long limit;

  /**
   * Creates the refusal.
   *
   * @param bytes how much was asked for
   * @param limit how much the budget has in all, in bytes
   */
  public RamExhausted(long bytes, long limit) {
    super("ram_exhausted",
        "No room for " + bytes + " more bytes (budget " + limit + " bytes)", false);
    this.bytes = bytes;
    this.limit = limit;
  }

  /**
   * Returns how much was asked for.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Returns how much the budget has in all.
   *
   * @return bytes
   */
  public long limit() {
    return limit;
  }
}
