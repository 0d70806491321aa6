package io.ramtalk.server;

import java.util.logging.Level;

/** How much is logged: a level and those above it. */
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

  /** Returns the JDK's name of it. */
  Level level() {
    return level;
  }

  /** Returns the lowest of ours that shows a level of the JDK's. */
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
