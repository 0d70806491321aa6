package io.ramtalk.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time as people write it: seconds, or a number with s, m, h or d. */
final class Span implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)([smhd]?)");

  Span() {}

  @Override
  public Duration convert(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException("'" + text + "' is no time like 30, 0.5, 5m, 2h or 1d");
    }
    int seconds = switch (form.group(2)) {
      case "m" -> 60;
      case "h" -> 60 * 60;
      case "d" -> 24 * 60 * 60;
      default -> 1;
    };
    return Duration.ofMillis(new BigDecimal(form.group(1))
        .multiply(BigDecimal.valueOf(1_000L * seconds)).longValue());
  }

  /** Returns seconds as the server reads them. */
  static String seconds(Duration span) {
    long millis = span.toMillis();
    return millis % 1_000 == 0
        ? Long.toString(millis / 1_000) : BigDecimal.valueOf(millis, 3).toPlainString();
  }
}
