package io.ramtalk.server.command;

import io.ramtalk.server.RamTalkServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the code of a typical start and first requests. After a build the launcher runs it to create
 * the class-data archive that later starts share (JEP 350).
 */
final class TrainingRun {
  private static final int TIMEOUT_MILLIS = 10_000;

  private TrainingRun() {}

  /**
   * Starts a server on a free port, sends it a few requests and stops it.
   *
   * @param args unused
   * @throws IOException if it does not respond
   */
  public static void main(String[] args) throws IOException {
    Main.commandLine(Map.of()).parseArgs("--port", "0");
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var form = "mobile=01711111111".getBytes(StandardCharsets.US_ASCII);
      ask(server.uri().resolve("/signup"), form);
      ask(server.uri().resolve("/users"), null);
      ask(server.uri().resolve("/livez"), null);
    }
  }

  private static void ask(URI uri, byte @Nullable [] form) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    if (form != null) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(form);
    }
    connection.getInputStream().readAllBytes();
  }
}
