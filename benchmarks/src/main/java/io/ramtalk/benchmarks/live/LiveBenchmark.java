package io.ramtalk.benchmarks.live;

import io.ramtalk.benchmarks.Goal;
import io.ramtalk.benchmarks.HttpSignUps;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.benchmarks.Rounds;
import io.ramtalk.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A comparison of WebSocket push with bare sockets of the same server process, in turns. */
public final class LiveBenchmark {
  private static final int CONNECTIONS = 32;
  private static final String TEXT = "0123456789abcdef0123456789abcdef";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
  private static final String RAMTALK = "RAMTalk";
  private static final String ECHO = "bare echo";
  private static final String FRAMES = "bare, the same frames";
  private static final double MOST_TIMES = 1.3;
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final ServerProcess server;
  private final int port;
  private final int echoPort;
  private final int framesPort;

  private LiveBenchmark(ServerProcess server) throws IOException {
    this.server = server;
    var ports = server.words();
    port = Integer.parseInt(ports[0]);
    echoPort = Integer.parseInt(ports[1]);
    framesPort = Integer.parseInt(ports[2]);
  }

  /**
   * Measures and prints.
   *
   * @param args {@code --quick} for short rounds
   * @throws Exception if a server or a socket fails
   */
  public static void main(String[] args) throws Exception {
    boolean quick = List.of(args).contains("--quick");
    try (var process = ServerProcess.start(LiveServers.class)) {
      var benchmark = new LiveBenchmark(process);
      var goals = new ArrayList<Goal>();
      benchmark.throughput(quick ? 2 : 6, Duration.ofMillis(quick ? 500 : 8_000), goals);
      benchmark.latency(quick ? 2_000 : 50_000, goals);
      goals.forEach(System.out::println);
    }
  }

  /** A function that opens the socket of a load. */
  @FunctionalInterface
  private interface Opener {
    Load open() throws IOException;
  }

  /** The result of one round. */
  private record Round(double perSecond, double cpuMicros) {}

  /** The load of one socket: one message after the other. */
  private interface Load extends AutoCloseable {
    void once() throws IOException;

    @Override
    void close() throws IOException;
  }

  private void throughput(int rounds, Duration length, List<Goal> goals) throws Exception {
    var openers = new LinkedHashMap<String, Opener>();
    openers.put(RAMTALK, this::selfSender);
    openers.put(ECHO, this::echo);
    openers.put(FRAMES, this::frames);
    var speeds = new Rounds("messages/s", ECHO);
    var costs = new Rounds("us of processor time for a message", ECHO);
    for (var opener : openers.values()) {
      round(opener, length);
    }
    var order = new ArrayList<>(openers.entrySet());
    for (int i = 0; i < rounds; i++) {
      for (var opener : order) {
        var round = round(opener.getValue(), length);
        speeds.add(opener.getKey(), round.perSecond());
        costs.add(opener.getKey(), round.cpuMicros());
      }
      Collections.rotate(order, 1);
    }
    System.out.printf("%d connections, %d rounds of %d ms%n%n",
        CONNECTIONS, rounds, length.toMillis());
    speeds.print(System.out);
    costs.print(System.out);
    goals.add(Goal.atMost(MOST_TIMES, "messages/s of the echo, times RAMTalk's",
        speeds.ratios(ECHO, RAMTALK).median()));
    goals.add(Goal.atMost(MOST_TIMES, "processor time, times the same bare frames'",
        costs.ratios(RAMTALK, FRAMES).median()));
  }

  private Round round(Opener opener, Duration length) throws Exception {
    var loads = new ArrayList<Load>();
    for (int i = 0; i < CONNECTIONS; i++) {
      loads.add(opener.open());
    }
    var counts = new long[CONNECTIONS];
    var threads = new Thread[CONNECTIONS];
    long cpuBefore = server.cpuNanos();
    long began = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      int index = i;
      threads[i] = new Thread(() -> counts[index] = run(loads.get(index), began, length));
      threads[i].start();
    }
    for (var thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long messages = Arrays.stream(counts).sum();
    double cpuMicros = (server.cpuNanos() - cpuBefore) / 1e3 / messages;
    for (var load : loads) {
      load.close();
    }
    return new Round(messages / seconds, cpuMicros);
  }

  private static long run(Load load, long began, Duration length) {
    long count = 0;
    try {
      while (System.nanoTime() - began < length.toNanos()) {
        load.once();
        count++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }

  /** Opens a socket of a user that sends to itself, and acknowledges each pushed message. */
  private Load selfSender() throws IOException {
    var id = signUp();
    var socket = new LiveSocket(port, "/ws/" + id);
    socket.receive("caught_up");
    return sendAndAcknowledge(socket, send(id));
  }

  /** Opens the same load on the server that responds with constants. */
  private Load frames() throws IOException {
    return sendAndAcknowledge(new LiveSocket(framesPort, "/"), send(NOBODY));
  }

  private static Load sendAndAcknowledge(LiveSocket socket, byte[] send) {
    return new Load() {
      @Override
      public void once() throws IOException {
        socket.send(send);
        socket.send(acknowledge(socket.receive("message")));
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }

  private Load echo() throws IOException {
    var socket = new LiveSocket(echoPort, "/");
    var text = send(NOBODY);
    return new Load() {
      @Override
      public void once() throws IOException {
        socket.send(text);
        socket.receive();
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }

  private void latency(int messages, List<Goal> goals) throws IOException {
    var to = signUp();
    try (var sender = new LiveSocket(port, "/ws/" + signUp());
        var receiver = new LiveSocket(port, "/ws/" + to);
        var echo = echo()) {
      sender.receive("caught_up");
      receiver.receive("caught_up");
      var push = new long[messages];
      var bare = new long[messages];
      for (int i = 0; i < messages; i++) {
        push[i] = timePush(sender, receiver, send(to));
        long began = System.nanoTime();
        echo.once();
        bare[i] = System.nanoTime() - began;
      }
      Arrays.sort(push);
      Arrays.sort(bare);
      System.out.printf("1 connection, %d messages, in turns%n%-26s %9s %9s%n", messages, "",
          "p50 us", "p99 us");
      printPercentiles(RAMTALK, push);
      printPercentiles(ECHO, bare);
      System.out.println();
      goals.add(Goal.atMost(MOST_TIMES, "p50 from socket to socket, times the echo's",
          percentile(push, 50) / percentile(bare, 50)));
      goals.add(Goal.atMost(MOST_TIMES, "p99 from socket to socket, times the echo's",
          percentile(push, 99) / percentile(bare, 99)));
    }
  }

  private static long timePush(LiveSocket sender, LiveSocket receiver, byte[] send)
      throws IOException {
    long began = System.nanoTime();
    sender.send(send);
    var message = receiver.receive("message");
    long took = System.nanoTime() - began;
    receiver.send(acknowledge(message));
    sender.receive("sent");
    sender.receive("receipt");
    return took;
  }

  private static void printPercentiles(String name, long[] nanos) {
    System.out.printf(Locale.ROOT, "%-26s %9.1f %9.1f%n",
        name, percentile(nanos, 50), percentile(nanos, 99));
  }

  /** Returns a percentile of the sorted times, in microseconds. */
  private static double percentile(long[] sorted, int percent) {
    return sorted[(int) ((long) sorted.length * percent / 100)] / 1e3;
  }

  private static byte[] send(String to) {
    return ("{\"type\":\"send\",\"to_id\":\"" + to + "\",\"message\":\"" + TEXT + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] acknowledge(String message) {
    int at = message.indexOf("\"id\":\"") + 6;
    return ("{\"type\":\"ack\",\"ids\":[\"" + message.substring(at, at + 13) + "\"]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String signUp() throws IOException {
    return new HttpSignUps(port).user(Person.at(NEXT.getAndIncrement()));
  }
}
