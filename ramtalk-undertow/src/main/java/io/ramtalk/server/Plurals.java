package io.ramtalk.server;

/** Formats counts with nouns. */
final class Plurals {
  private Plurals() {}

  /** Returns a number with its noun, such as {@code 1 message} or {@code 2 messages}. */
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
