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
 * A proxy between a command and its server. For the first requests of a kind, the proxy closes the
 * connection before the whole response has passed.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final URI server;
  private final String kind;
  private final int bytesKept;
  private int cutsLeft;

  /**
   * Creates a proxy that cuts a number of responses after the given number of bytes, if the first
   * line of the request contains {@code kind}.
   */
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

  /** Returns the head and body of each request that the server has responded to. */
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

  /** Reads a request, and changes its headers to name the server and to close the connection. */
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
