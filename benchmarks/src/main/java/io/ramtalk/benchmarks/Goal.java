package io.ramtalk.benchmarks;

import java.util.Locale;

/**
 * What a figure has to be, beside what it is.
 *
 * @param what the figure, with its unit
 * @param isLeast whether it may be greater than the bound, and not less
 * @param bound the least, or the most, that it may be
 * @param value what was measured
 */
record Goal(String what, boolean isLeast, double bound, double value) {
  private static final double WHOLE_FROM = 1_000;

  static Goal atLeast(double bound, String what, double value) {
    return new Goal(what, true, bound, value);
  }

  static Goal atMost(double bound, String what, double value) {
    return new Goal(what, false, bound, value);
  }

  boolean isMet() {
    return isLeast ? value >= bound : value <= bound;
  }

  /** Returns one line, as it stands at the end of a report. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "goal: %-46s at %-5s %10s, is %10s: %s", what,
        isLeast ? "least" : "most", number(bound), number(value), isMet() ? "met" : "missed");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < WHOLE_FROM ? "%.2f" : "%,.0f", value);
  }
}
