package io.ramtalk.server;

import io.ramtalk.server.internal.wire.Durations;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A rate limit: a number of permits at once, and as many again in each period, spread evenly.
 * {@code 30/1m} allows a burst of 30 and then one every two seconds.
 *
 * @param permits the number of permits, 1 to {@value #MAX_PERMITS}
 * @param period the period in whole seconds, 1 second to {@link #MAX_PERIOD}
 */
public record Rate(int permits, Duration period) {
  /** The maximum number of permits in a period. */
  public static final int MAX_PERMITS = 1_000_000;

  /** The maximum period. */
  public static final Duration MAX_PERIOD = Duration.ofDays(30);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,7})/([0-9]{1,7})([smhd])");
  private static final int MAX_QUOTED_CHARS = 40;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int SECONDS_PER_DAY = 86_400;

  /**
   * Checks both values.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names it
   */
  public Rate {
    if (permits < 1 || permits > MAX_PERMITS) {
      throw new IllegalArgumentException(
          "A rate must allow 1 to " + MAX_PERMITS + " permits: " + permits);
    }
    if (!period.equals(Duration.ofSeconds(period.toSeconds())) || period.toSeconds() < 1
        || period.compareTo(MAX_PERIOD) > 0) {
      throw new IllegalArgumentException(
          "The period of a rate must be whole seconds, 1s to " + MAX_PERIOD.toDays() + "d: "
          + Durations.format(period));
    }
  }

  /**
   * Parses a rate.
   *
   * @param text permits, a slash, and a period in seconds, minutes, hours or days, such as
   *     {@code 30/1m}, {@code 5/90s}, {@code 10/1h} or {@code 20/1d}
   * @return the rate
   * @throws IllegalArgumentException if the text is not a rate or is out of range; the message says
   *     what is expected
   */
  public static Rate parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("A rate is permits per period, such as 30/1m, with a"
          + " period in s, m, h or d; not \"" + (text.length() <= MAX_QUOTED_CHARS ? text
          : text.substring(0, MAX_QUOTED_CHARS) + "…") + "\"");
    }
    long count = Long.parseLong(parts.group(2));
    var period = switch (parts.group(3)) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofSeconds(count);
    };
    return new Rate(Integer.parseInt(parts.group(1)), period);
  }

  /** Formats the rate as {@link #parse} reads it, with the period in the largest unit that fits. */
  @Override
  public String toString() {
    long seconds = period.toSeconds();
    if (seconds % SECONDS_PER_DAY == 0) {
      return permits + "/" + seconds / SECONDS_PER_DAY + "d";
    }
    if (seconds % SECONDS_PER_HOUR == 0) {
      return permits + "/" + seconds / SECONDS_PER_HOUR + "h";
    }
    if (seconds % SECONDS_PER_MINUTE == 0) {
      return permits + "/" + seconds / SECONDS_PER_MINUTE + "m";
    }
    return permits + "/" + seconds + "s";
  }
}
