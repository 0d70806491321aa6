package io.ramtalk.server.internal.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Formats times as ISO 8601 in UTC, always with milliseconds.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Timestamps {
  /* Messages of one response were mostly sent within a few seconds of each other, so the text of
   * the latest second is cached. */
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);
  private static final int NANOS_PER_MILLI = 1_000_000;

  private static volatile Second latest = Second.of(Instant.EPOCH);

  private Timestamps() {}

  private record Second(long epochSecond, String text) {
    static Second of(Instant instant) {
      return new Second(instant.getEpochSecond(), SECOND.format(instant));
    }
  }

  public static String format(Instant instant) {
    var second = latest;
    if (second.epochSecond() != instant.getEpochSecond()) {
      second = Second.of(instant);
      latest = second;
    }
    int millis = instant.getNano() / NANOS_PER_MILLI;
    return second.text() + (millis < 10 ? "00" : millis < 100 ? "0" : "") + millis + "Z";
  }
}
