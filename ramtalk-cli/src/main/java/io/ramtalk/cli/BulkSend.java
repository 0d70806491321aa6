package io.ramtalk.cli;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Sends a message for each line of standard input, and prints the server's answer to each. */
final class BulkSend {
  private static final String NDJSON = "application/x-ndjson";

  private final Server server;
  private final Shell shell;
  private long sent;
  private long limited;
  private long refused;

  BulkSend(Server server, Shell shell) {
    this.server = server;
    this.shell = shell;
  }

  /** Sends all lines, and returns the exit code. */
  int run() throws IOException {
    var batches = new LineBatches(shell.in());
    try {
      for (var lines = batches.next(); lines != null; lines = batches.next()) {
        send(lines);
      }
    } finally {
      shell.err().println(sent + " sent, " + (limited + refused) + " refused");
    }
    return limited > 0 ? ExitCode.LIMITED : refused > 0 ? ExitCode.REFUSED : ExitCode.OK;
  }

  private void send(LineBatches.Lines lines) throws IOException {
    long answered = answered();
    try {
      exchange(lines);
    } catch (IOException e) {
      if (answered() < answered + lines.count()) {
        throw unknown(Faults.of(e), answered + lines.count());
      }
    }
    shell.out().flush();
    if (shell.out().checkError()) {
      throw new Failure(ExitCode.REFUSED, "no more is sent, from line " + (answered() + 1));
    }
  }

  private void exchange(LineBatches.Lines lines) throws IOException {
    var call = server.post("/send", new Body(NDJSON, lines.bytes())).keepingAlive();
    try (var answers = new BufferedReader(
        new InputStreamReader(call.ask(NDJSON), StandardCharsets.UTF_8))) {
      for (int i = 0; i < lines.count(); i++) {
        var line = answers.readLine();
        if (line == null) {
          throw new EOFException("answers are missing");
        }
        take(line);
      }
      if (answers.readLine() != null) {
        throw new Failure(ExitCode.UNREACHABLE, "the server has more answers than lines");
      }
    }
  }

  private void take(String answer) throws IOException {
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    var members = Json.members(Json.read(bytes));
    Json.copy(Json.read(bytes), shell.out());
    if (members.getOrDefault("status", "").equals("sent")) {
      sent++;
    } else if (Refusal.isLimit(members.getOrDefault("code", ""))) {
      limited++;
    } else {
      refused++;
    }
  }

  private long answered() {
    return sent + limited + refused;
  }

  /** Says which lines have no answer: those before have been answered in full. */
  private Failure unknown(Failure cause, long last) {
    return new Failure(cause.exitCode(), cause.getMessage() + " (lines " + (answered() + 1)
        + " to " + last + " may have been sent or not, and none behind them)");
  }
}
