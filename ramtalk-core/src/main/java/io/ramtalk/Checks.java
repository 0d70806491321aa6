package io.ramtalk;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Range checks for numbers and durations. */
final class Checks {
  private static final List<ChronoUnit> UNITS =
      List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES);

  private Checks() {}

  static void max(int max) {
    if (max < 1) {
      throw new InvalidInput("max_invalid", "max must be 1 or more: " + max);
    }
  }

  static void duration(String name, Duration given, Duration min, Duration max) {
    if (given.compareTo(min) < 0 || given.compareTo(max) > 0) {
      throw new InvalidInput(
          name + "_invalid",
          name + " must be " + words(min) + " to " + words(max) + ": " + words(given));
    }
  }

  /** Formats a duration for people, such as {@code 1.5 s} or {@code 12 h}. */
  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.toNanosPart() != 0) {
      var exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
      boolean isShort = exact.abs().compareTo(BigDecimal.ONE) < 0;
      return (isShort ? exact.movePointRight(3) : exact).stripTrailingZeros().toPlainString()
          + (isShort ? " ms" : " s");
    }
    for (var unit : UNITS) {
      if (seconds != 0 && seconds % unit.getDuration().toSeconds() == 0) {
        long count = seconds / unit.getDuration().toSeconds();
        return count + switch (unit) {
          case DAYS -> count == 1 ? " day" : " days";
          case HOURS -> " h";
          default -> " min";
        };
      }
    }
    return seconds + " s";
  }
}
