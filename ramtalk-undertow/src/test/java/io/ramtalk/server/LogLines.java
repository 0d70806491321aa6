package io.ramtalk.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** A log handler that captures the lines of one logger instead of printing them. */
public final class LogLines extends Handler implements AutoCloseable {
  private static final SimpleFormatter WORDS = new SimpleFormatter();

  private final List<String> levels = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Level level;

  public LogLines(Class<?> source) {
    this(source.getName());
    logger.setLevel(Level.ALL);
  }

  /** Captures the lines of the named logger and of all loggers below it. */
  public LogLines(String name) {
    logger = Logger.getLogger(name);
    logger.setUseParentHandlers(false);
    level = logger.getLevel();
    logger.addHandler(this);
  }

  /** Returns each logged line with its exception, if any. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Returns the level of each line by its JDK name. */
  List<String> levels() {
    return List.copyOf(levels);
  }

  @Override
  public void publish(LogRecord entry) {
    levels.add(entry.getLevel().getName());
    lines.add(WORDS.formatMessage(entry)
        + (entry.getThrown() == null ? "" : " " + entry.getThrown()));
  }

  @Override
  public void flush() {
    // Every line is stored at once.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(level);
    logger.setUseParentHandlers(true);
  }
}
