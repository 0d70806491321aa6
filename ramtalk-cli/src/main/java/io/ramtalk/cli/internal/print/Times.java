package io.ramtalk.cli.internal.print;

import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.Shell;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Formatting of times: local time on a terminal, otherwise as sent by the server. */
public final class Times {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Shell shell;

  public Times(Shell shell) {
    this.shell = shell;
  }

  /** Formats a time of the server, on one line that is safe to print. */
  public String of(String timestamp) {
    try {
      return shell.isTerminal()
          ? Instant.parse(timestamp).atZone(ZoneId.systemDefault()).format(LOCAL)
          : SafeText.line(timestamp);
    } catch (DateTimeParseException e) {
      return SafeText.line(timestamp);
    }
  }
}
