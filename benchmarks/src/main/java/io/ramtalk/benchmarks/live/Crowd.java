package io.ramtalk.benchmarks.live;

import io.ramtalk.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** A measurement of the cost of many live connections that never read, or that are idle. */
public final class Crowd implements AutoCloseable {
  private static final int HEALTHY = 20;
  private static final int PICTURES = 80;
  private static final int RECEIVE_BUFFER_BYTES = 2 << 10;
  private static final double MAX_RATIO = 3;

  /* The server closes a socket that stalls for 10 s, and opening all of them takes part of that. */
  private static final Duration BESIDE = Duration.ofMillis(2_500);

  /* A frame with the largest picture in base 64, and the same again for replies. */
  private static final long MAX_BYTES_PER_SLOW_SOCKET = 51_200 / 3 * 4 + (64 << 10);
  private static final long MAX_BYTES_PER_IDLE_SOCKET = 32 << 10;

  private final ServerProcess server;
  private final int port;
  private final String[] healthyUsers;
  private final List<LiveSocket> healthy = new ArrayList<>();
  private final List<LiveSocket> crowd = new ArrayList<>();
  private final LiveSocket sender;

  private Crowd() throws IOException {
    server = ServerProcess.start(CrowdServer.class, "-Xmx10g");
    port = Integer.parseInt(server.words()[0]);
    healthyUsers = server.ask("people " + HEALTHY + " 0");
    for (var user : healthyUsers) {
      healthy.add(ready(user));
    }
    sender = ready(server.ask("people 1 0")[0]);
  }

  /**
   * Measures and prints.
   *
   * @param args {@code slow-readers} or {@code idle}, and the number of connections
   * @throws Exception if a server or a socket fails, or a result misses its limit
   */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    try (var crowd = new Crowd()) {
      boolean good = args[0].equals("idle") ? crowd.idle(count) : crowd.slowReaders(count);
      if (!good) {
        System.exit(1);
      }
    }
  }

  private LiveSocket ready(String user) throws IOException {
    var socket = new LiveSocket(port, "/ws/" + user);
    socket.receive("caught_up");
    return socket;
  }

  /** The delivery times of healthy readers, in microseconds. */
  private record Waits(double median, double p99) {
    static Waits median(List<Waits> rounds) {
      return new Waits(middle(rounds.stream().mapToDouble(Waits::median).toArray()),
          middle(rounds.stream().mapToDouble(Waits::p99).toArray()));
    }

    static Waits quietest(List<Waits> rounds) {
      return rounds.stream().min(Comparator.comparingDouble(Waits::p99)).orElseThrow();
    }

    private static double middle(double[] values) {
      Arrays.sort(values);
      return values[values.length / 2];
    }
  }

  private boolean slowReaders(int count) throws IOException {
    var users = server.ask("people " + count + " " + PICTURES);
    serve(Duration.ofSeconds(10));
    open(users, RECEIVE_BUFFER_BYTES);
    serve(Duration.ofSeconds(3));
    closeCrowd();
    var alone = new ArrayList<Waits>();
    var beside = new ArrayList<Waits>();
    for (int round = 0; round < 3; round++) {
      alone.add(serve(Duration.ofSeconds(4)));
      open(users, RECEIVE_BUFFER_BYTES);
      beside.add(serve(BESIDE));
      check("sockets that never read are open", count, server.askNumber("online"));
      closeCrowd();
    }
    alone.add(serve(Duration.ofSeconds(4)));
    System.out.printf("%,d sockets that never read, and %d readers%n", count, HEALTHY);
    System.out.printf("%-28s %9s %9s%n", "", "p50 us", "p99 us");
    var quietest = Waits.quietest(alone);
    print("readers alone, quietest", quietest, quietest);
    print("readers alone, median", Waits.median(alone), quietest);
    boolean good = print("beside them", Waits.median(beside), quietest);
    boolean isSmall = heap(users);
    boolean isCalm = storm(users, quietest);
    return good && isSmall && isCalm;
  }

  /** Measures the heap that sockets that never read use. Separate, because it slows the server. */
  private boolean heap(String[] users) throws IOException {
    server.ask("heap");
    long before = server.askNumber("heap");
    open(users, RECEIVE_BUFFER_BYTES);
    serve(Duration.ofMillis(500));
    long each = (server.askNumber("heap") - before) / users.length;
    check("sockets that never read are open", users.length, server.askNumber("online"));
    closeCrowd();
    System.out.printf("heap for each of them: %,d bytes, at most %,d%n",
        each, MAX_BYTES_PER_SLOW_SOCKET);
    return each <= MAX_BYTES_PER_SLOW_SOCKET;
  }

  /** Measures the healthy readers while many messages are sent to those that never read. */
  private boolean storm(String[] users, Waits alone) throws IOException {
    var rounds = new ArrayList<Waits>();
    double seconds = 0;
    long accepted = 0;
    long refused = 0;
    for (int round = 0; round < 3; round++) {
      open(users, RECEIVE_BUFFER_BYTES);
      server.ask("storm");
      long began = System.nanoTime();
      serve(Duration.ofMillis(200));
      rounds.add(serve(BESIDE));
      check("sockets that never read are open", users.length, server.askNumber("online"));
      var sent = server.ask("calm");
      seconds += (System.nanoTime() - began) / 1e9;
      accepted += Long.parseLong(sent[0]);
      refused += Long.parseLong(sent[1]);
      closeCrowd();
    }
    System.out.printf(Locale.ROOT,
        "%.0f messages/s to each of them: %,d accepted, %,d rejected by full mailboxes%n",
        (accepted + refused) / seconds / users.length, accepted, refused);
    boolean good = print("readers beside that", Waits.median(rounds), alone);
    check("messages in the mailboxes", (long) users.length * PICTURES + accepted,
        server.askNumber("drain"));
    System.out.println("nothing was lost");
    return good;
  }

  private static boolean print(String name, Waits waits, Waits alone) {
    double ratio = waits.p99() / alone.p99();
    System.out.printf(Locale.ROOT, "%-28s %9.0f %9.0f   p99 ratio %.2f, at most %.0f%n",
        name, waits.median(), waits.p99(), ratio, MAX_RATIO);
    return ratio <= MAX_RATIO;
  }

  private boolean idle(int count) throws IOException {
    serve(Duration.ofSeconds(2));
    var users = server.ask("people " + count + " 0");
    long heap = server.askNumber("heap");
    long resident = server.residentBytes();
    long began = System.nanoTime();
    open(users, 0);
    for (var socket : crowd) {
      socket.receive("caught_up");
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long residentEach = (server.residentBytes() - resident) / count;
    long heapEach = (server.askNumber("heap") - heap) / count;
    check("idle connections are open", count, server.askNumber("online"));
    System.out.printf(Locale.ROOT, "%,d idle connections, opened in %.1f s%n", count, seconds);
    System.out.printf("each takes %,d bytes of heap, at most %,d; the process grew by %,d each%n",
        heapEach, MAX_BYTES_PER_IDLE_SOCKET, residentEach);
    var waits = new long[count];
    for (int i = 0; i < count; i++) {
      waits[i] = push(users[i], crowd.get(i));
    }
    var all = waits(waits, count);
    System.out.printf(Locale.ROOT,
        "a message to each arrived, p50 %.0f us, p99 %.0f us%n", all.median(), all.p99());
    check("idle connections are open", count, server.askNumber("online"));
    return heapEach <= MAX_BYTES_PER_IDLE_SOCKET;
  }

  /** Serves the healthy readers for a while, one message after the other. */
  private Waits serve(Duration length) throws IOException {
    var waits = new long[1 << 20];
    int count = 0;
    long began = System.nanoTime();
    while (count < waits.length && System.nanoTime() - began < length.toNanos()) {
      int reader = count % HEALTHY;
      waits[count++] = push(healthyUsers[reader], healthy.get(reader));
    }
    return waits(waits, count);
  }

  private static Waits waits(long[] nanos, int count) {
    var sorted = LongStream.of(nanos).limit(count).sorted().toArray();
    return new Waits(sorted[count / 2] / 1e3, sorted[count * 99 / 100] / 1e3);
  }

  /** Sends a message to a reader and returns the time until it arrived. */
  private long push(String user, LiveSocket reader) throws IOException {
    long began = System.nanoTime();
    sender.send(("{\"type\":\"send\",\"to_id\":\"" + user + "\",\"message\":\"Hello\"}")
        .getBytes(StandardCharsets.UTF_8));
    var message = reader.receive("message");
    long took = System.nanoTime() - began;
    int at = message.indexOf("\"id\":\"") + 6;
    reader.send(("{\"type\":\"ack\",\"ids\":[\"" + message.substring(at, at + 13) + "\"]}")
        .getBytes(StandardCharsets.UTF_8));
    sender.receive("sent");
    sender.receive("receipt");
    return took;
  }

  private void open(String[] users, int receiveBufferBytes) throws IOException {
    for (var user : users) {
      crowd.add(new LiveSocket(port, "/ws/" + user, receiveBufferBytes));
    }
  }

  /** Closes the sockets of the crowd and waits until the server has noticed. */
  private void closeCrowd() throws IOException {
    for (var socket : crowd) {
      socket.close();
    }
    crowd.clear();
    while (server.askNumber("online") > 0) {
      Thread.onSpinWait();
    }
  }

  private static void check(String what, long expected, long actual) {
    if (actual != expected) {
      throw new AssertionError(what + ": " + actual + " of " + expected);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
