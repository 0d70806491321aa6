package io.ramtalk.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of every kind, each in its own thread. Some keep the budget full; some exchange and count
 * messages; some open and close live connections; some break off every request.
 */
final class SoakLoad {
  private static final String PICTURE = Base64.getEncoder().encodeToString(Pictures.png(50_000));
  private static final String LONG_TEXT = "x".repeat(4_000);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int TALKERS = 50;
  private static final int MIN_ROUNDS = 100;

  private static final int POLLED = 40;

  private final Caller caller;
  private final int port;
  private final long endNanos;
  private final AtomicInteger numbers = new AtomicInteger(1_000_000);
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong fetched = new AtomicLong();
  private final Map<String, Integer> responses = new ConcurrentHashMap<>();
  private volatile boolean wasFull;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> talkers = new ArrayList<>();
  private final Queue<String> crowd = new ArrayDeque<>();

  SoakLoad(URI server, long seconds) {
    caller = new Caller(server);
    port = server.getPort();
    endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** One step that a client repeats. */
  private interface Step {
    void take(int round) throws Exception;
  }

  /**
   * Starts all clients. They run until the time is up, the server has been full and each has had
   * some rounds. The talkers sign up first, while there is room.
   */
  void begin() {
    for (int i = 0; i < TALKERS; i++) {
      talkers.add(caller.signUp(newNumber()));
    }
    var live = caller.signUp(newNumber());
    var polled = new ArrayList<String>();
    for (int i = 0; i < POLLED; i++) {
      polled.add(caller.signUp(newNumber()));
    }
    start("fill", this::fill);
    start("talk", this::talk);
    start("live", round -> live(live, round));
    start("poll", round -> poll(polled.get(round % POLLED), round));
    start("break", round -> breakOff(live, round));
  }

  /**
   * Waits until all clients end, fetches all remaining messages and deletes all users. Returns how
   * often each response status occurred.
   */
  Map<String, Integer> end() throws InterruptedException {
    for (var thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("A client failed; answers " + responses, failures.peek());
    }
    talkers.forEach(this::fetch);
    for (var users = users(); users.size() > 0; users = users()) {
      users.fieldNames().forEachRemaining(user -> caller.delete("/users/" + user));
    }
    return new TreeMap<>(responses);
  }

  /** Returns the number of accepted messages of the talkers. */
  long accepted() {
    return accepted.get();
  }

  /** Returns the number of fetched messages of the talkers. */
  long fetched() {
    return fetched.get();
  }

  private JsonNode users() {
    return caller.get("/users?limit=500").json();
  }

  private void start(String name, Step step) {
    var thread = new Thread(() -> {
      try {
        for (int round = 0; round < MIN_ROUNDS || goesOn(); round++) {
          step.take(round);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (Exception | Error e) {
        failures.add(e);
      }
    }, "soak-" + name);
    threads.add(thread);
    thread.start();
  }

  private boolean goesOn() {
    return failures.isEmpty() && (System.nanoTime() < endNanos || !wasFull);
  }

  /** Signs up a user and fills the mailbox; deletes some users when the server is full. */
  private void fill(int round) {
    var signUp = caller.postForm("mobile=" + newNumber() + "&name=Soak");
    count("signup", signUp.status());
    if (signUp.status() == 200) {
      var user = signUp.text("user_id");
      crowd.add(user);
      for (int i = 0; i < 5; i++) {
        var picture = (round + i) % 3 == 0 ? "\"image\":\"" + PICTURE + "\"" : "\"id\":\"" + i
            + "\"";
        int status = caller.send(user, user, LONG_TEXT, picture).status();
        count("fill", status);
        wasFull |= status == 507;
      }
    } else {
      for (int i = 0; i < 3 && !crowd.isEmpty(); i++) {
        count("leave", caller.delete("/users/" + crowd.remove()).status());
      }
    }
  }

  /** Sends a message and counts it if accepted; in most rounds, also fetches or leases messages. */
  private void talk(int round) {
    var from = talkers.get(round % TALKERS);
    var to = talkers.get(round * 7 % TALKERS);
    var sent = caller.send(from, to, "Hello " + round);
    count("talk", sent.status());
    if (sent.status() == 200) {
      accepted.incrementAndGet();
    }
    if (round % 3 == 0) {
      fetch(talkers.get(round / 3 % TALKERS));
    } else if (round % 3 == 1) {
      leaseAndAcknowledge(talkers.get(round / 3 * 11 % TALKERS), round);
    }
  }

  private void fetch(String user) {
    var reply = caller.get("/receive/" + user);
    count("receive", reply.status());
    if (reply.status() == 200) {
      fetched.addAndGet(reply.messages().size());
    }
  }

  /** Leases messages and, depending on the round, acknowledges or releases them. */
  private void leaseAndAcknowledge(String user, int round) {
    var lease = caller.get("/receive/" + user + "?lease=60&max=2");
    count("lease", lease.status());
    if (lease.status() == 200 && !lease.messages().isEmpty()) {
      var what = round % 2 == 0 ? "ack" : "release";
      Caller.Reply reply;
      do {
        reply = caller.postJson("/receive/" + user + "/" + what,
            "{\"lease\":\"" + lease.text("lease") + "\"}");
        count(what, reply.status());
      } while (reply.status() == 507); // no memory for the body yet: retry
      fetched.addAndGet(reply.json().path("acknowledged").asLong());
    }
  }

  /** Opens a live connection, reads the greeting or the rejection, and closes. */
  private void live(String user, int round) throws IOException {
    int sent = caller.send(user, user, "Live " + round, "\"expires_in\":5").status();
    count("live", sent);
    try (var connection = new RawConnection(port)) {
      connection.send(round % 2 == 0 ? RawWebSocket.handshake(port, "/ws/" + user, "")
          : TestServer.get("/stream/" + user + "?ack=auto").getBytes(StandardCharsets.US_ASCII));
      connection.beginAnswer();
      connection.read(new byte[1_000]);
    }
  }

  private void poll(String user, int round) throws IOException {
    try (var poll = new RawConnection(port)) {
      poll.send(TestServer.get("/receive/" + user + "?wait=50"));
      int woken = caller.send(user, user, "Wake " + round).status();
      count("wake", woken);
      if (woken == 200) {
        count("poll", poll.response().status());
      }
    }
    /* Until the server notices the disconnect, an abandoned poll could receive the next message. */
    Eventually.that("nobody polls for it", () -> !caller.get("/users/" + user).json()
        .path("online").asBoolean(true));
    count("bulk", caller.post("/send", "application/x-ndjson",
        ("{\"from_id\":\"" + user + "\",\"to_id\":\"" + user + "\",\"message\":\"Hi\"}\n")
            .repeat(3).getBytes()).status());
  }

  /** Starts a request and disconnects within its head, its body or its response. */
  private void breakOff(String user, int round) throws IOException {
    var post = "POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: ";
    var begun = switch (round % 6) {
      case 0 -> "GET /users HTTP/1.1\r\nX-Half: " + "x".repeat(9_000);
      case 1 -> post + "application/json\r\nContent-Length: 90000\r\n\r\n" + LONG_TEXT;
      case 2 -> post + "application/x-ndjson\r\nContent-Length: 90000\r\n\r\n{}\n" + LONG_TEXT;
      case 3 -> TestServer.get("/users");
      case 4 -> TestServer.get("/export/" + user);
      default -> post + "text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + LONG_TEXT;
    };
    try (var connection = new RawConnection(port)) {
      connection.send(begun);
      if (round % 2 == 0) {
        connection.breakOnClose();
      }
    }
  }

  private void count(String what, int status) {
    responses.merge(what + " " + status, 1, Integer::sum);
  }

  private String newNumber() {
    return "0" + numbers.incrementAndGet();
  }
}
