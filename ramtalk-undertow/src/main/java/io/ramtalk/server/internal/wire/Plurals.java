package io.ramtalk.server.internal.wire;

/** Formats counts with nouns. */
public final class Plurals {
  private Plurals() {}

  /** Returns a number with its noun, such as {@code 1 message} or {@code 2 messages}. */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
