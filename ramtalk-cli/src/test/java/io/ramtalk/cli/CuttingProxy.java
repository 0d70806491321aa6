package io.ramtalk.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a command and its server. The first requests of a kind reach the server, which
 * answers, and then the connection is cut before the answer is there, or all of it.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final URI server;
  private final String kind;
  private final int bytesKept;
  private int cutsLeft;

  /** Cuts so many of the requests whose first line holds that text, after so many bytes. */
  CuttingProxy(RealServer server, String kind, int cuts, int bytesKept) throws IOException {
    this.server = server.uri();
    this.kind = kind;
    this.bytesKept = bytesKept;
    cutsLeft = cuts;
    var thread = new Thread(this::serve, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  CommandRun run(String... args) {
    return CommandRun.of(uri(), args);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Returns head and body of each request that reached the server and was answered. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve() {
    try {
      while (true) {
        try (var client = socket.accept()) {
          pass(client);
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void pass(Socket client) throws IOException {
    var request = request(client.getInputStream());
    byte[] response;
    try (var upstream = new Socket(server.getHost(), server.getPort())) {
      upstream.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      response = upstream.getInputStream().readAllBytes();
    }
    requests.add(request);
    boolean cut = cutsLeft > 0 && request.lines().findFirst().orElse("").contains(kind);
    cutsLeft -= cut ? 1 : 0;
    client.getOutputStream().write(response, 0, cut ? bytesKept : response.length);
  }

  /** Reads a request, addresses it to the server, and has that close its connection. */
  private String request(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    var text = head.toString(StandardCharsets.ISO_8859_1);
    int length = text.lines().filter(line -> line.startsWith("Content-Length: "))
        .mapToInt(line -> Integer.parseInt(line.substring(16))).findFirst().orElse(0);
    return text.replace("keep-alive", "close")
        .replace("Host: " + uri().getAuthority(), "Host: " + server.getAuthority())
        + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }
}
