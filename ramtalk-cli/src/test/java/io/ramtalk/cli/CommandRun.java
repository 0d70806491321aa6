package io.ramtalk.cli;

import io.ramtalk.Eventually;
import io.ramtalk.cli.internal.client.Shell;
import io.ramtalk.cli.internal.client.Timeouts;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The result of one command line. */
record CommandRun(int exitCode, String out, String err) {
  /** Timeouts that are long enough for any machine, with a short pause before a retry. */
  static final Timeouts TIMEOUTS =
      new Timeouts(Eventually.LIMIT, Eventually.LIMIT, Duration.ofMillis(1));

  /** Runs a command line against a server that the environment names. */
  static CommandRun of(URI server, String... args) {
    return of(Map.of("RAMTALK_SERVER", server.toString()), new byte[0], TIMEOUTS, args);
  }

  /** Runs a command line with a text as its standard input. */
  static CommandRun reading(String input, URI server, String... args) {
    return of(Map.of("RAMTALK_SERVER", server.toString()),
        input.getBytes(StandardCharsets.UTF_8), TIMEOUTS, args);
  }

  static CommandRun of(
      Map<String, String> environment, byte[] input, Timeouts timeouts, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var shell = new Shell(new ByteArrayInputStream(input), new PrintWriter(out),
        new PrintWriter(err), environment, timeouts);
    int exitCode = Main.run(shell, args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Returns the standard output without the line break at its end. */
  String line() {
    return out.strip();
  }

  /** Returns the second word of the standard output. */
  String id() {
    return line().split(" ")[1];
  }
}
