package io.ramtalk;

/** The byte budget has no room for what was asked; something must be received or deleted first. */
public final class RamExhausted extends RamTalkException {
  private static final long serialVersionUID = 1L;

  RamExhausted(long bytes, long limit) {
    super("ram_exhausted",
        "No room for " + bytes + " more bytes (budget " + limit + " bytes)", false);
  }
}
