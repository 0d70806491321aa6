package io.ramtalk.server;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Option;

/** The flags that say what is logged, to the standard error alone. */
final class LogOptions {
  /* Kept here because the JDK forgets the level of a logger that nobody holds. Below WARNING these
   * say nothing of use to who runs the server. */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("org.xnio"), Logger.getLogger("org.jboss"),
          Logger.getLogger("io.undertow"));
  private static final Logger ROOT = Logger.getLogger("");

  /** How a line looks. */
  enum Format { TEXT, JSON }

  @Option(names = "--log-format", paramLabel = "FORMAT",
      description = "How lines of the log look: text for people, json for programs (default:"
          + " text).")
  private Format format = Format.TEXT;

  @Option(names = "--log-level", paramLabel = "LEVEL",
      description = "What is logged, on standard error: debug, info, warning, error or off"
          + " (default: info).")
  private LogLevel level = LogLevel.INFO;

  /** Says whether lines are for programs. */
  boolean isJson() {
    return format == Format.JSON;
  }

  /** Makes this the way that the whole process logs. */
  void apply() {
    var handler = new ConsoleHandler();
    try {
      handler.setEncoding(StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every JVM has UTF-8", e);
    }
    apply(handler);
  }

  /** Makes this the way that the whole process logs, to where the handler writes. */
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
