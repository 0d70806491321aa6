package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.print.LiveMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A shell command that is run for each message. */
final class Script {
  /* Linux limits one variable, including its name, to 128 KiB and otherwise does not start the
   * command. A longer value is omitted: half a text is worse than none, and standard input has
   * all. */
  static final int MAX_VARIABLE_BYTES = 120_000;

  private final String command;

  Script(String command) {
    this.command = command;
  }

  /** Runs the command until it exits, and returns its exit code. */
  int run(LiveMessage message, String json) throws InterruptedException {
    var builder = new ProcessBuilder("sh", "-c", command)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    var environment = builder.environment();
    put(environment, "RAMTALK_ID", message.id());
    put(environment, "RAMTALK_FROM", message.from());
    put(environment, "RAMTALK_TEXT", message.text());
    put(environment, "RAMTALK_TIMESTAMP", message.timestamp());
    put(environment, "RAMTALK_RAW", json);
    try {
      var process = builder.start();
      writeInput(process, json);
      return process.waitFor();
    } catch (IOException e) {
      throw Failure.usage("cannot run sh: " + e.getMessage());
    }
  }

  private static void put(Map<String, String> environment, String name, String value) {
    var text = value.replace("\0", "");
    if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_VARIABLE_BYTES) {
      environment.put(name, text);
    } else {
      environment.remove(name);
    }
  }

  private static void writeInput(Process process, String json) {
    try (var in = process.getOutputStream()) {
      in.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The command may exit without reading all of its input.
    }
  }
}
