package io.ramtalk.cli.internal.client;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The sending of one message per line of standard input, with the responses as output. */
public final class StandardInputSend {
  private static final String NDJSON = "application/x-ndjson";

  private final Server server;
  private final Shell shell;
  private long sent;
  private long limited;
  private long refused;

  public StandardInputSend(Server server, Shell shell) {
    this.server = server;
    this.shell = shell;
  }

  /** Sends all lines and returns the exit code. */
  public int run() throws IOException {
    var batches = new LineBatches(shell.in());
    try {
      for (var lines = batches.next(); lines != null; lines = batches.next()) {
        send(lines);
      }
    } finally {
      shell.err().println(sent + " sent, " + (limited + refused) + " rejected");
    }
    return limited > 0 ? ExitCode.LIMITED : refused > 0 ? ExitCode.REFUSED : ExitCode.OK;
  }

  private void send(LineBatches.Lines lines) throws IOException {
    long responded = responded();
    try {
      exchange(lines);
    } catch (IOException e) {
      if (responded() < responded + lines.count()) {
        throw unknown(ExceptionReport.of(e), responded + lines.count());
      }
    }
    shell.out().flush();
    if (shell.out().checkError()) {
      throw new Failure(ExitCode.REFUSED, "sending stopped before line " + (responded() + 1));
    }
  }

  private void exchange(LineBatches.Lines lines) throws IOException {
    var call = server.post("/send", new Body(NDJSON, lines.bytes())).keepingAlive();
    try (var responses = new BufferedReader(
        new InputStreamReader(call.ask(NDJSON), StandardCharsets.UTF_8))) {
      for (int i = 0; i < lines.count(); i++) {
        var line = responses.readLine();
        if (line == null) {
          throw new EOFException("responses are missing");
        }
        take(line);
      }
      if (responses.readLine() != null) {
        throw new Failure(ExitCode.UNREACHABLE, "the server sent more responses than lines");
      }
    }
  }

  private void take(String response) throws IOException {
    var bytes = response.getBytes(StandardCharsets.UTF_8);
    var members = JsonStream.members(JsonStream.read(bytes));
    JsonStream.copy(JsonStream.read(bytes), shell.out());
    if (members.getOrDefault("status", "").equals("sent")) {
      sent++;
    } else if (Refusal.isLimit(members.getOrDefault("code", ""))) {
      limited++;
    } else {
      refused++;
    }
  }

  private long responded() {
    return sent + limited + refused;
  }

  /** Returns a failure that names the lines without a response. Earlier lines are complete. */
  private Failure unknown(Failure cause, long last) {
    return new Failure(cause.exitCode(), cause.getMessage() + " (lines " + (responded() + 1)
        + " to " + last + " may or may not have been sent; later lines were not sent)");
  }
}
