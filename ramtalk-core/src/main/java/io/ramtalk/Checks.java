package io.ramtalk;

import java.time.Duration;

/** Refuses numbers and durations that are out of range. */
final class Checks {
  private Checks() {}

  static void max(int max) {
    if (max < 1) {
      throw new InvalidInput("max_invalid", "max must be 1 or more: " + max);
    }
  }

  static void duration(String name, Duration given, Duration min, Duration max) {
    if (given.compareTo(min) < 0 || given.compareTo(max) > 0) {
      throw new InvalidInput(
          name + "_invalid", name + " must be " + min + " to " + max + ": " + given);
    }
  }
}
