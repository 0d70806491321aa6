package io.ramtalk.server.command;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/** The options for the log, which is written to standard error only. */
final class LogOptions {
  /* Held here because the JDK forgets the level of a logger that nothing references. Below WARNING
   * these libraries log nothing useful to an operator. */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("org.xnio"), Logger.getLogger("org.jboss"),
          Logger.getLogger("io.undertow"));
  private static final Logger ROOT = Logger.getLogger("");

  /** The format of log lines. */
  enum Format { TEXT, JSON }

  @Option(names = "--log-format", paramLabel = "FORMAT",
      description = "Format of log lines: text for people, json for programs (default:"
          + " text).")
  private Format format = Format.TEXT;

  @Option(names = "--log-level", paramLabel = "LEVEL",
      description = "Lowest level to log on standard error: debug, info, warning, error or off"
          + " (default: info).")
  private LogLevel level = LogLevel.INFO;

  /** Returns whether log lines are JSON. */
  boolean isJson() {
    return format == Format.JSON;
  }

  /** Applies the options to the whole process. */
  void apply() {
    var handler = new ConsoleHandler();
    try {
      handler.setEncoding(StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every JVM has UTF-8", e);
    }
    apply(handler);
  }

  /** Applies the options to the whole process, with the given handler as the only one. */
  void apply(Handler handler) {
    handler.setLevel(Level.ALL);
    handler.setFormatter(isJson() ? LogFormat.json() : LogFormat.text());
    for (var other : ROOT.getHandlers()) {
      ROOT.removeHandler(other);
    }
    ROOT.addHandler(handler);
    ROOT.setLevel(level.level());
    LIBRARIES.forEach(library -> library.setLevel(
        level.compareTo(LogLevel.WARNING) < 0 ? Level.WARNING : level.level()));
  }
}
