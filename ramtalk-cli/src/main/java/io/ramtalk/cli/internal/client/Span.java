package io.ramtalk.cli.internal.client;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A parser of durations as people write them: seconds, or a number with s, m, h or d. */
public final class Span implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)([smhd]?)");

  private static final int SECONDS_OF_MINUTE = 60;
  private static final int SECONDS_OF_HOUR = 60 * SECONDS_OF_MINUTE;

  Span() {}

  @Override
  public Duration convert(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "a time must look like 30, 0.5, 5m, 2h or 1d: '" + text + "'");
    }
    int seconds = switch (form.group(2)) {
      case "m" -> SECONDS_OF_MINUTE;
      case "h" -> SECONDS_OF_HOUR;
      case "d" -> 24 * SECONDS_OF_HOUR;
      default -> 1;
    };
    return Duration.ofMillis(new BigDecimal(form.group(1))
        .multiply(BigDecimal.valueOf(1_000L * seconds)).longValue());
  }

  /** Formats seconds, rounded up to a larger unit: "5 minutes", "24 hours". */
  static String words(int seconds) {
    if (seconds < 2 * SECONDS_OF_MINUTE) {
      return seconds + (seconds == 1 ? " second" : " seconds");
    }
    return seconds < 2 * SECONDS_OF_HOUR
        ? (seconds + SECONDS_OF_MINUTE - 1) / SECONDS_OF_MINUTE + " minutes"
        : (seconds + SECONDS_OF_HOUR - 1) / SECONDS_OF_HOUR + " hours";
  }

  /** Formats a duration in seconds, as the server expects it. */
  public static String seconds(Duration span) {
    long millis = span.toMillis();
    return millis % 1_000 == 0
        ? Long.toString(millis / 1_000) : BigDecimal.valueOf(millis, 3).toPlainString();
  }
}
