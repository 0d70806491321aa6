package io.ramtalk.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that try to make a server run out of memory. Some fill the server as fast as they can.
 * Others hold connections after half a request or without reading the response. Each kind has a
 * thread.
 */
final class HostileClients {
  private static final String LARGE = "x".repeat(4_096);
  private static final String PICTURE =
      Base64.getEncoder().encodeToString(Pictures.png(51_200));
  private static final int MAX_SOCKETS = 150;
  private static final int MIN_ROUNDS = 10;

  private final int port;
  private final long end;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> responses = new ConcurrentHashMap<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger(1_000_000);

  HostileClients(int port, long seconds) {
    this.port = port;
    end = System.nanoTime() + seconds * 1_000_000_000L;
  }

  /** One step that a client repeats. */
  private interface Attack {
    void once() throws IOException;
  }

  /**
   * Runs all kinds until the time is up, the server has been full and each has had some rounds.
   * Returns how often each response status occurred.
   */
  Map<String, Integer> run() throws Exception {
    attack("users", new Sender("")::signUpAlone);
    attack("tiny", new Sender("x")::sendToNewUser);
    attack("large", new Sender(LARGE)::sendToNewUser);
    attack("pictures", new Sender("Look\",\"image\":\"" + PICTURE)::sendToNewUser);
    attack("halves", new Sockets(this::halfSent)::openOne);
    attack("halfLines", new Sockets(this::halfLine)::openOne);
    attack("stalledReaders", new Sockets(new Stalled()::ask)::openOne);
    attack("halfHeads", new Sockets(this::halfHead)::openOne);
    attack("polls", new Sockets(new Stalled()::poll)::openOne);
    for (var thread : threads) {
      thread.join();
    }
    for (var socket : sockets) {
      socket.close();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("A hostile client failed", failures.peek());
    }
    return responses;
  }

  private void attack(String name, Attack attack) {
    var thread = new Thread(() -> {
      for (int round = 0; round < MIN_ROUNDS || goesOn(); round++) {
        try {
          attack.once();
        } catch (IOException refused) {
          count(name + " " + refused.getClass().getSimpleName());
        } catch (RuntimeException | Error e) {
          failures.add(e);
          return;
        }
      }
    }, "hostile-" + name);
    threads.add(thread);
    thread.start();
  }

  private boolean goesOn() {
    return System.nanoTime() < end
        || responses.keySet().stream().noneMatch(response -> response.endsWith(" 507"));
  }

  private void count(String what) {
    responses.merge(what, 1, Integer::sum);
  }

  private String newNumber() {
    return "0" + numbers.incrementAndGet();
  }

  private String post(String path, String body) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private byte[] halfSent() {
    var body = post("/send", "{\"x\":\"" + "x".repeat(95_000) + "\"}");
    return body.substring(0, body.length() - 2).getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] halfLine() {
    return ("POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
        + "Content-Length: 1000000\r\n\r\n" + "x".repeat(95_000))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] halfHead() {
    var head = new StringBuilder("GET /users HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 60; i++) {
      head.append("X-").append(i).append(": ").append("x".repeat(240)).append("\r\n");
    }
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** A client that signs users up and fills their mailboxes over one connection. */
  private final class Sender {
    private final String message;
    private RawConnection connection;

    Sender(String message) {
      this.message = message;
    }

    void signUpAlone() throws IOException {
      ask(post("/signup", "{\"mobile\":\"" + newNumber() + "\",\"name\":\"" + "n".repeat(64)
          + "\"}"), "signup");
    }

    void sendToNewUser() throws IOException {
      var response = ask(post("/signup", "{\"mobile\":\"" + newNumber() + "\"}"), "signup");
      if (response.status() != 200) {
        return;
      }
      var id = Caller.parse(response.text()).get("user_id").asText();
      for (int i = 0; i < 5; i++) {
        ask(post("/send", "{\"from_id\":\"" + id + "\",\"to_id\":\"" + id + "\",\"message\":\""
            + message + "\"}"), "send");
      }
    }

    private RawConnection.Response ask(String request, String what) throws IOException {
      try {
        if (connection == null) {
          connection = new RawConnection(port);
        }
        var response = connection.send(request).response();
        count(what + " " + response.status());
        return response;
      } catch (IOException e) {
        if (connection != null) {
          connection.close();
          connection = null;
        }
        throw e;
      }
    }
  }

  /**
   * A client that opens one connection after another and reads from none. Each new connection waits
   * for a health check, because a flood of connects alone would block all other requests.
   */
  private final class Sockets {
    private final Request request;
    private final Sender pace = new Sender("");
    private final Queue<Socket> open = new ArrayDeque<>();

    Sockets(Request request) {
      this.request = request;
    }

    void openOne() throws IOException {
      if (open.size() >= MAX_SOCKETS) {
        var oldest = open.remove();
        sockets.remove(oldest);
        oldest.close();
      }
      var socket = new Socket();
      socket.setReceiveBufferSize(4 << 10);
      socket.setSoLinger(true, 0);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          RawConnection.TIMEOUT_MILLIS);
      open.add(socket);
      sockets.add(socket);
      socket.getOutputStream().write(request.bytes());
      count("opened");
      pace.ask(TestServer.get("/livez"), "livez");
    }
  }

  private interface Request {
    byte[] bytes() throws IOException;
  }

  /** Requests whose responses are large or never come. */
  private final class Stalled {
    private String id = "";

    byte[] ask() throws IOException {
      if (id.isEmpty()) {
        id = fullMailbox();
      }
      return (TestServer.get("/inbox/" + id) + TestServer.get("/users"))
          .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] poll() throws IOException {
      if (id.isEmpty()) {
        id = Caller.parse(RawConnection.ask(port, post("/signup", "{\"mobile\":\"" + newNumber()
            + "\"}").getBytes()).text()).path("user_id").asText();
      }
      return TestServer.get("/receive/" + id + "?wait=50").getBytes(StandardCharsets.US_ASCII);
    }

    private String fullMailbox() throws IOException {
      var sender = new Sender("Look\",\"image\":\"" + PICTURE);
      var response = sender.ask(post("/signup", "{\"mobile\":\"" + newNumber() + "\"}"), "signup");
      var user = Caller.parse(response.text()).path("user_id").asText();
      for (int i = 0; i < 5; i++) {
        sender.ask(post("/send", "{\"from_id\":\"" + user + "\",\"to_id\":\"" + user
            + "\",\"message\":\"" + sender.message + "\"}"), "send");
      }
      return user;
    }
  }
}
