package io.ramtalk.benchmarks;

import java.util.Locale;

/**
 * A target for a measured value, with the value.
 *
 * @param what the name of the value, with its unit
 * @param isLeast whether the bound is a minimum; otherwise it is a maximum
 * @param bound the minimum or maximum
 * @param value the measured value
 */
public record Goal(String what, boolean isLeast, double bound, double value) {
  private static final double WHOLE_FROM = 1_000;

  public static Goal atLeast(double bound, String what, double value) {
    return new Goal(what, true, bound, value);
  }

  public static Goal atMost(double bound, String what, double value) {
    return new Goal(what, false, bound, value);
  }

  public boolean isMet() {
    return isLeast ? value >= bound : value <= bound;
  }

  /** Returns one line for the end of a report. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "goal: %-46s at %-5s %10s, is %10s: %s", what,
        isLeast ? "least" : "most", number(bound), number(value), isMet() ? "met" : "missed");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < WHOLE_FROM ? "%.2f" : "%,.0f", value);
  }
}
