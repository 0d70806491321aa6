package io.ramtalk.server.internal.http;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats stack traces without messages: the message of an exception may quote what users wrote.
 */
public final class Faults {
  private static final int MAX_CAUSES = 4;
  private static final int MAX_FRAMES = 40;

  private Faults() {}

  /** Returns the class names and stack traces of an exception and its causes, one frame a line. */
  public static String trace(Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .flatMap(cause -> Stream.concat(Stream.of(cause.getClass().getName()),
            Stream.of(cause.getStackTrace()).limit(MAX_FRAMES).map(frame -> "\tat " + frame)))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
