package io.ramtalk.server.internal.wire;

import java.time.Duration;
import java.util.regex.Pattern;

/** Parses and formats times such as {@code 30s}, {@code 5m}, {@code 24h} and {@code 30d}. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private static final String UNIT_NAMES = "dhms";
  private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1_000};

  private Durations() {}

  /**
   * Parses a time.
   *
   * @throws IllegalArgumentException if the text is not a time
   */
  public static Duration parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("A time looks like 30s, 5m, 24h or 30d, not like "
          + text);
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** Formats a time as {@link #parse} reads it, in the largest unit that divides it. */
  public static String format(Duration time) {
    long millis = time.toMillis();
    for (int i = 0; millis != 0 && i < UNIT_MILLIS.length; i++) {
      if (millis % UNIT_MILLIS[i] == 0) {
        return millis / UNIT_MILLIS[i] + UNIT_NAMES.substring(i, i + 1);
      }
    }
    return millis + "ms";
  }
}
