package io.ramtalk.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Shows times: on a terminal as the clock on the wall does, and else as the server wrote them. */
final class Times {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Shell shell;

  Times(Shell shell) {
    this.shell = shell;
  }

  /** Returns a time of the server, in one line that is safe to print. */
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
