package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Shell;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A training run for class-data sharing: executes every command once against a stand-in for a
 * server inside this process, so that the required classes are loaded. The launcher turns the list
 * of them into the archive with which later commands start fast. No data leaves this machine. The
 * stand-in's token is stored in a given folder and deleted at the end.
 */
final class CommandTrainingRun {
  /* One object that is a valid response to every command. */
  private static final String RESPONSE = "{\"status\":\"ok\",\"user_id\":\"1\",\"detail\":\"no\","
      + "\"token\":\"1\",\"user\":{\"mobile\":\"1\",\"name\":\"\\u0985\"},\"id\":\"1\","
      + "\"messages\":[{\"from\":\"1\",\"text\":\"a\\nb\",\"timestamp\":\"now\",\"id\":\"1\","
      + "\"delivery_count\":2,\"image\":{\"type\":\"image/png\"}}],"
      + "\"receipts\":[{\"id\":\"1\",\"state\":\"read\"}]}";
  private static final byte[] LINE = {'{', '}', '\n'};
  private static final String EVENTS = """
      event: hello
      data: {"epoch":"1"}

      event: message
      data: {"from":"1","text":"a","id":"1"}

      event: caught_up
      data: {}

      """;
  private static final String REFUSED = "refused";
  private static final List<String> COMMANDS = List.of(
      "signup --mobile 1 --name a",
      "login 1 --code 1",
      "login 1 --code 1 --print-token",
      "send --to 1 a b",
      "send --from_id 1 --to_id 1",
      "send --to 1 --id 1 --expires-in 5m a",
      "send --stdin-ndjson",
      "receive --wait 1 --lease 30 --mark-read",
      "receive --user 1 --peek",
      "sent",
      "read --from 1 1",
      "profile --name a",
      "export",
      "receive --user " + REFUSED,
      "listen --until-caught-up",
      "users",
      "users --json",
      "logins",
      "stats",
      "health",
      "send --help",
      "--version",
      "no-such-command",
      "leave --yes",
      "login 1 --code 1",
      "logout");

  private CommandTrainingRun() {}

  /**
   * Runs the commands.
   *
   * @param args the absolute path of a folder
   * @throws IOException if this process cannot connect to itself
   */
  public static void main(String[] args) throws IOException {
    try (var standIn = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      var responder = new Thread(() -> respondToAll(standIn), "stand-in");
      responder.setDaemon(true);
      responder.start();
      var environment = Map.of("RAMTALK_SERVER", "http://127.0.0.1:" + standIn.getLocalPort(),
          "XDG_CONFIG_HOME", args[0]);
      for (var command : COMMANDS) {
        run(environment, command.split(" "));
      }
    }
  }

  private static void run(Map<String, String> environment, String... args) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var process = Shell.ofProcess();
    Main.run(new Shell(new ByteArrayInputStream(LINE), nowhere, nowhere,
        environment, process.timeouts()), args);
  }

  private static void respondToAll(ServerSocket standIn) {
    try {
      while (true) {
        try (var socket = standIn.accept()) {
          respond(socket);
        }
      }
    } catch (IOException e) {
      // The training run is over.
    }
  }

  private static void respond(Socket socket) throws IOException {
    var in = new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    boolean refused = in.readLine().contains(REFUSED);
    var type = "application/json";
    int left = 0;
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        left = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
      } else if (line.startsWith("Accept: ")) {
        type = line.substring(line.indexOf(' ') + 1);
      }
    }
    while (left > 0 && in.read() >= 0) {
      left--;
    }
    var body = type.equals("text/event-stream") ? EVENTS : RESPONSE;
    var response = "HTTP/1.1 " + (refused ? "400 Bad Request" : "200 OK")
        + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
        + "\r\nConnection: close\r\n\r\n" + body;
    socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
  }
}
