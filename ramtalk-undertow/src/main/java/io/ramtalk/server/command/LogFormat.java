package io.ramtalk.server.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.server.internal.http.Faults;
import io.ramtalk.server.internal.http.RefusalLine;
import io.ramtalk.server.internal.wire.Escapes;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.Timestamps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Formats log lines as text for people or as JSON objects for programs. */
final class LogFormat extends Formatter {
  /* Lines of rejections are safe already, but libraries log too and may quote a client. */
  private static final int MAX_CHARS = 2_000;

  private final boolean isJson;

  private LogFormat(boolean isJson) {
    this.isJson = isJson;
  }

  /** Returns the format for people. */
  static LogFormat text() {
    return new LogFormat(false);
  }

  /** Returns the format for programs. */
  static LogFormat json() {
    return new LogFormat(true);
  }

  @Override
  public String format(LogRecord entry) {
    return (isJson ? object(entry) : words(entry)) + System.lineSeparator();
  }

  private String words(LogRecord entry) {
    var fault = fault(entry);
    return Timestamps.format(entry.getInstant()) + " " + level(entry) + " " + source(entry) + ": "
        + message(entry) + (fault == null ? "" : System.lineSeparator() + fault);
  }

  private String object(LogRecord entry) {
    return new String(Json.object(json -> members(json, entry)), StandardCharsets.UTF_8);
  }

  private void members(JsonGenerator json, LogRecord entry) throws IOException {
    json.writeStringField("time", Timestamps.format(entry.getInstant()));
    json.writeStringField("level", level(entry));
    json.writeStringField("source", source(entry));
    json.writeStringField("message", message(entry));
    var refusal = refusal(entry);
    if (refusal != null) {
      refusal.write(json);
    } else if (entry.getThrown() != null) {
      json.writeStringField("fault", fault(entry));
    }
  }

  private String message(LogRecord entry) {
    var refusal = refusal(entry);
    return refusal == null
        ? Escapes.line(String.valueOf(formatMessage(entry)), MAX_CHARS) : refusal.head();
  }

  private static @Nullable String fault(LogRecord entry) {
    var refusal = refusal(entry);
    if (refusal != null) {
      return refusal.fault();
    }
    return entry.getThrown() == null ? null : Faults.trace(entry.getThrown());
  }

  private static @Nullable RefusalLine refusal(LogRecord entry) {
    var parameters = entry.getParameters();
    return parameters != null && parameters.length == 1
        && parameters[0] instanceof RefusalLine refusal ? refusal : null;
  }

  /** Returns the name that {@code --log-level} has for a level. */
  private static String level(LogRecord entry) {
    return LogLevel.of(entry.getLevel()).name().toLowerCase(Locale.ROOT);
  }

  private static String source(LogRecord entry) {
    return Escapes.line(entry.getLoggerName());
  }
}
