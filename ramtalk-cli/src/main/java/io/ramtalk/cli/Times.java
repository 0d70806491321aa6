package io.ramtalk.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Formatting of times: local time on a terminal, otherwise as sent by the server. */
final class Times {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Shell shell;

  Times(Shell shell) {
    this.shell = shell;
  }

  /** Formats a time of the server, on one line that is safe to print. */
  String of(String timestamp) {
    try {
      return shell.isTerminal()
          ? Instant.parse(timestamp).atZone(ZoneId.systemDefault()).format(LOCAL)
          : Escapes.line(timestamp);
    } catch (DateTimeParseException e) {
      return Escapes.line(timestamp);
    }
  }
}
