package io.ramtalk.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that sends the same response to every request of the command line. */
public final class CannedServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final byte[] response;

  public CannedServer(String response) throws IOException {
    this.response = response.getBytes(StandardCharsets.UTF_8);
    var thread = new Thread(this::answerAll, "canned-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns a server that responds with a status, content type and body. */
  public static CannedServer answering(String status, String type, String body) throws IOException {
    return new CannedServer("HTTP/1.1 " + status + "\r\nContent-Type: " + type
        + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\nConnection: close\r\n\r\n" + body);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  CommandRun run(String... args) {
    return CommandRun.of(uri(), args);
  }

  /** Returns the head of each request so far. */
  public List<String> heads() {
    return heads;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void answerAll() {
    try {
      while (true) {
        try (var client = socket.accept()) {
          response(client);
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void response(Socket client) throws IOException {
    var in = new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    var head = new StringBuilder();
    int left = 0;
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
      if (line.startsWith("Content-Length: ")) {
        left = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
      }
    }
    while (left > 0 && in.read() >= 0) {
      left--;
    }
    heads.add(head.toString());
    client.getOutputStream().write(response);
  }
}
