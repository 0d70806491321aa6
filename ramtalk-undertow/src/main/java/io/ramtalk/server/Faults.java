package io.ramtalk.server;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says where something failed, and nothing of what it said: the text of a fault may quote what
 * people wrote.
 */
final class Faults {
  private static final int MAX_CAUSES = 4;
  private static final int MAX_FRAMES = 40;

  private Faults() {}

  /** Returns the classes of a fault and of its causes, each with its stack, in lines. */
  static String trace(Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .flatMap(cause -> Stream.concat(Stream.of(cause.getClass().getName()),
            Stream.of(cause.getStackTrace()).limit(MAX_FRAMES).map(frame -> "\tat " + frame)))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
