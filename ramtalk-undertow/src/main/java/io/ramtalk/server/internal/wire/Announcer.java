package io.ramtalk.server.internal.wire;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Prints lines meant for the server's terminal rather than its log. They have the format of the
 * log: plain sentences, or one JSON object a line.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Announcer {
  private static final String SOURCE = "io.ramtalk.server";

  private final PrintWriter terminal;
  private final boolean isJson;

  public Announcer(PrintWriter terminal, boolean isJson) {
    this.terminal = terminal;
    this.isJson = isJson;
  }

  /**
   * Prints a line.
   *
   * @param event a stable name of the event
   * @param sentence the text for people
   * @param members writes further JSON members for programs
   */
  public void say(String event, String sentence, Json.Writer members) {
    print(isJson ? json(event, "info", sentence, members) : sentence);
  }

  /** Prints the error that ends the server. */
  public void fail(String sentence) {
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
