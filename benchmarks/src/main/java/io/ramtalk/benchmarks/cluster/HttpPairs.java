package io.ramtalk.benchmarks.cluster;

import io.ramtalk.server.RamTalkServer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A member whose threads send and receive over HTTP, each on a connection to its own member. The
 * processor time includes that of these clients.
 */
final class HttpPairs implements MemberWork {
  private static final String TEXT = "x".repeat(32);
  private static final int WORKERS = 64; // as bin/ramtalk-cluster has
  private static final String LENGTH = "content-length:";

  private final LibraryPairs member;
  private final RamTalkServer server;

  HttpPairs(List<Integer> ports, int self) throws IOException {
    member = new LibraryPairs(ports, self);
    server = RamTalkServer.builder().messenger(member.talk()).port(0).workers(WORKERS).build()
        .start();
  }

  @Override
  public boolean isSafe() {
    return member.isSafe();
  }

  @Override
  public void fill(int users) {
    member.fill(users);
  }

  @Override
  public Durations run(int caller, int callers, long end) throws IOException {
    var durations = new Durations();
    int own = member.users().size() / callers * callers;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      for (int i = caller; System.nanoTime() < end; i = (i + callers) % own) {
        var user = member.users().get(i).toString();
        var body = "{\"from_id\":\"" + user + "\",\"to_id\":\"" + user
            + "\",\"message\":\"" + TEXT + "\"}";
        long began = System.nanoTime();
        exchange(socket, in, "POST /send HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + body.length()
            + "\r\n\r\n" + body);
        var received = exchange(
            socket, in, "GET /receive/" + user + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        if (!received.contains("\"text\":\"x")) {
          throw new IllegalStateException("A message was not received: " + received);
        }
        durations.add(System.nanoTime() - began);
      }
    }
    return durations;
  }

  /** Sends a request and returns the body of the response. */
  private static String exchange(Socket socket, InputStream in, String request)
      throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int length = 0;
    var status = line(in);
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
    }
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 20")) {
      throw new IOException(status + " " + body);
    }
    return body;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    server.close();
    member.close();
  }
}
