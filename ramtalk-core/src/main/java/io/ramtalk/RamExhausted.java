package io.ramtalk;

/** The byte budget has too little left; messages must be received or users deleted first. */
public final class RamExhausted extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private final long bytes;
  private final long limit;

  /**
   * Creates the exception.
   *
   * @param bytes the requested amount
   * @param limit the limit of the budget, in bytes
   */
  public RamExhausted(long bytes, long limit) {
    super("ram_exhausted",
        "Not enough memory for " + bytes + " more bytes (limit " + limit + " bytes)", false);
    this.bytes = bytes;
    this.limit = limit;
  }

  /**
   * Returns the requested amount.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Returns the limit of the budget.
   *
   * @return bytes
   */
  public long limit() {
    return limit;
  }
}
