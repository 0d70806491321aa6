package io.ramtalk.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Prints the few lines that are for the terminal of the server and not for its log, in the format
 * of the log: sentences for people, or a JSON object in each line for programs.
 *
 * <p><b>Threads:</b> any number.
 */
final class Announcer {
  private static final String SOURCE = Main.class.getName();

  private final PrintWriter terminal;
  private final boolean isJson;

  Announcer(PrintWriter terminal, boolean isJson) {
    this.terminal = terminal;
    this.isJson = isJson;
  }

  /**
   * Prints a line.
   *
   * @param event what happened, in a stable word
   * @param sentence the same for people
   * @param members writes what programs want to know besides
   */
  void say(String event, String sentence, Json.Writer members) {
    print(isJson ? json(event, "info", sentence, members) : sentence);
  }

  /** Prints why the server cannot go on. */
  void fail(String sentence) {
    print(isJson
        ? json("failed", "error", sentence, json -> { }) : "ramtalk-server: " + sentence);
  }

  private void print(String line) {
    terminal.println(line);
    terminal.flush();
  }

  private static String json(String event, String level, String sentence, Json.Writer members) {
    return new String(Json.object(json -> {
      json.writeStringField("time", Timestamps.format(Instant.now()));
      json.writeStringField("level", level);
      json.writeStringField("source", SOURCE);
      json.writeStringField("event", event);
      json.writeStringField("message", sentence);
      members.write(json);
    }), StandardCharsets.UTF_8);
  }
}
