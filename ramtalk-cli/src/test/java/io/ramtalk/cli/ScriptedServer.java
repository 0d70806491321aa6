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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with prepared event streams and prepared responses, which are sent in order. */
final class ScriptedServer implements AutoCloseable {
  /** The entry that closes the connection without a response. */
  static final String BREAK = "";

  private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final Queue<String> streams = new ConcurrentLinkedQueue<>();
  private final Queue<String> responses = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  ScriptedServer(String... streams) throws IOException {
    this.streams.addAll(List.of(streams));
    var thread = new Thread(this::answerAll, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sets the responses to the next requests other than event streams. An entry is a whole response
   * or only its body. Later requests get "{}".
   */
  ScriptedServer answering(String... bodies) {
    responses.addAll(List.of(bodies));
    return this;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Returns the head and body of each request so far. */
  List<String> requests() {
    return requests;
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
    var request = new StringBuilder();
    int left = 0;
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      request.append(line).append('\n');
      if (line.startsWith("Content-Length: ")) {
        left = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
      }
    }
    for (; left > 0; left--) {
      request.append((char) in.read());
    }
    requests.add(request.toString());
    boolean stream = request.indexOf("GET /stream/") == 0;
    var body = (stream ? streams : responses).poll();
    if (BREAK.equals(body)) {
      return;
    }
    var type = stream ? "text/event-stream" : "application/json";
    var response = body != null && body.startsWith("HTTP/") ? body
        : "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n"
            + (body == null ? "{}" : body);
    client.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a whole response that rejects a request. */
  static String refusal(int status, String code) {
    return "HTTP/1.1 " + status + " T\r\nContent-Type: application/problem+json\r\n"
        + "Connection: close\r\n\r\n{\"detail\":\"It is so\",\"code\":\"" + code + "\"}";
  }
}
