package io.ramtalk.benchmarks.cluster;

import io.ramtalk.UserId;
import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.RamTalkServer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A member whose threads send and receive over HTTP, each on several connections to its own member.
 * The processor time includes that of these clients.
 */
final class HttpPairs implements MemberWork {
  private static final String TEXT = "x".repeat(32);
  private static final int CONNECTIONS = 64;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final int WORKERS = 64; // as bin/ramtalk-cluster has
  private static final String LENGTH = "content-length:";

  private final LibraryPairs member;
  private final RamTalkServer server;

  HttpPairs(List<Integer> ports, int self) throws IOException {
    member = new LibraryPairs(ports, self);
    server = RamTalkServer.builder().messenger(member.talk()).port(0).workers(WORKERS)
        .limit(ConnectionLimit.CONNECTIONS_PER_ADDRESS, MAX_CONNECTIONS).build().start();
  }

  @Override
  public boolean isSafe() {
    return member.isSafe();
  }

  @Override
  public void fill(int users) {
    member.fill(users);
  }

  /**
   * Keeps a request under way on each of many connections: sends on all of them and reads all
   * responses, then receives on all of them.
   */
  @Override
  public Durations run(int caller, int callers, long end) throws IOException {
    var durations = new Durations();
    int own = member.users().size() / callers / CONNECTIONS;
    var clients = new ArrayList<Client>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.add(new Client(server.port(), member.partner(i)));
      }
      for (int round = caller; System.nanoTime() < end; round += callers) {
        for (int i = 0; i < CONNECTIONS; i++) {
          int user = round % (own * callers) * CONNECTIONS + i;
          clients.get(i).send(member.users().get(user), member.partner(user));
        }
        for (var client : clients) {
          client.receive();
        }
        for (var client : clients) {
          durations.add(client.end());
        }
      }
      return durations;
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  /** A connection that sends to one user and receives for that user. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private UserId to;
    private long began;

    Client(int port, UserId to) throws IOException {
      this.to = to;
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** Begins to send a message. */
    void send(UserId from, UserId newTo) throws IOException {
      to = newTo;
      began = System.nanoTime();
      var body = "{\"from_id\":\"" + from + "\",\"to_id\":\"" + to
          + "\",\"message\":\"" + TEXT + "\"}";
      write("POST /send HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/json\r\nContent-Length: " + body.length()
          + "\r\n\r\n" + body);
    }

    /** Ends the send and begins to receive. */
    void receive() throws IOException {
      read();
      write("GET /receive/" + to + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Ends the receive and returns the duration of both, in nanoseconds. */
    long end() throws IOException {
      var received = read();
      if (!received.contains("\"text\":\"x")) {
        throw new IllegalStateException("A message was not received: " + received);
      }
      return System.nanoTime() - began;
    }

    private void write(String request) throws IOException {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the body of the next response. */
    private String read() throws IOException {
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

    @Override
    public void close() throws IOException {
      socket.close();
    }
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
