package io.ramtalk.cli.internal.print;

import java.util.Locale;

/** Formatting of numbers for people. */
final class Amount {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final int KIBI = 1_024;
  private static final int SECONDS_OF_MINUTE = 60;
  private static final int SECONDS_OF_HOUR = 3_600;
  private static final int SECONDS_OF_DAY = 86_400;

  private Amount() {}

  /** Returns a whole number with thousands separators: {@code 12,345}. */
  static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /** Returns a rate: {@code 0.3}, {@code 12}, {@code 12,345}. */
  static String rate(double perSecond) {
    return perSecond > 0 && perSecond < 10
        ? String.format(Locale.ROOT, "%.1f", perSecond) : count(perSecond);
  }

  /** Returns bytes in the largest unit with a value of at least one: {@code 1.4 GiB}. */
  static String bytes(double bytes) {
    double left = bytes;
    int unit = 0;
    while (left >= KIBI && unit < BYTE_UNITS.length - 1) {
      left /= KIBI;
      unit++;
    }
    return (unit == 0 || left >= 100 ? count(left) : String.format(Locale.ROOT, "%.1f", left))
        + " " + BYTE_UNITS[unit];
  }

  /** Returns a duration in its two largest units: {@code 45 s}, {@code 3 h 12 min}. */
  static String time(double seconds) {
    long whole = (long) seconds;
    if (whole < SECONDS_OF_MINUTE) {
      return whole + " s";
    }
    if (whole < SECONDS_OF_HOUR) {
      return whole / SECONDS_OF_MINUTE + " min " + whole % SECONDS_OF_MINUTE + " s";
    }
    if (whole < SECONDS_OF_DAY) {
      return whole / SECONDS_OF_HOUR + " h "
          + whole % SECONDS_OF_HOUR / SECONDS_OF_MINUTE + " min";
    }
    return whole / SECONDS_OF_DAY + " d " + whole % SECONDS_OF_DAY / SECONDS_OF_HOUR + " h";
  }
}
