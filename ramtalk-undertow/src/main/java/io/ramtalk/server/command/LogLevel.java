package io.ramtalk.server.command;

import java.util.logging.Level;

/** The lowest level that is logged. */
enum LogLevel {
  DEBUG(Level.FINE),
  INFO(Level.INFO),
  WARNING(Level.WARNING),
  ERROR(Level.SEVERE),
  OFF(Level.OFF);

  @SuppressWarnings("ImmutableEnumChecker") // the JDK's levels do not change
  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /** Returns the corresponding level of the JDK. */
  Level level() {
    return level;
  }

  /** Returns the lowest of these levels that includes a level of the JDK. */
  static LogLevel of(Level level) {
    var found = DEBUG;
    for (var candidate : values()) {
      if (candidate.level.intValue() <= level.intValue()) {
        found = candidate;
      }
    }
    return found;
  }
}
