package io.ramtalk.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures WebSocket push beside a bare echo on the same server process, in turns. */
public final class LiveBenchmark {
  private static final int CONNECTIONS = 32;
  private static final String TEXT = "0123456789abcdef0123456789abcdef";
  private static final AtomicInteger NUMBERS = new AtomicInteger(1_700_000);

  private final ServerProcess server;
  private final int port;
  private final int echoPort;

  private LiveBenchmark(ServerProcess server) throws IOException {
    this.server = server;
    var ports = server.words();
    port = Integer.parseInt(ports[0]);
    echoPort = Integer.parseInt(ports[1]);
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
      benchmark.throughput(quick ? 2 : 6, Duration.ofMillis(quick ? 500 : 8_000));
      benchmark.latency(quick ? 2_000 : 50_000);
    }
  }

  /** What one round came to. */
  private record Round(double perSecond, double cpuMicros) {
    static Round median(List<Round> rounds) {
      return new Round(median(rounds.stream().mapToDouble(Round::perSecond).toArray()),
          median(rounds.stream().mapToDouble(Round::cpuMicros).toArray()));
    }

    private static double median(double[] values) {
      Arrays.sort(values);
      return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
  }

  /** One socket's load: one message after the other. */
  private interface Load extends AutoCloseable {
    void once() throws IOException;

    @Override
    void close() throws IOException;
  }

  private void throughput(int rounds, Duration length) throws Exception {
    round(true, length);
    round(false, length);
    var ours = new ArrayList<Round>();
    var echo = new ArrayList<Round>();
    for (int i = 0; i < rounds; i++) {
      ours.add(round(true, length));
      echo.add(round(false, length));
    }
    System.out.printf("%d connections, median of %d rounds of %d ms%n",
        CONNECTIONS, rounds, length.toMillis());
    System.out.printf("%-10s %12s %8s %10s%n", "", "messages/s", "cpu us", "per core");
    print("RAMTalk", Round.median(ours));
    print("bare echo", Round.median(echo));
    System.out.printf(Locale.ROOT, "RAMTalk costs %.2f times the processor time of the echo%n%n",
        Round.median(ours).cpuMicros() / Round.median(echo).cpuMicros());
  }

  private static void print(String name, Round round) {
    System.out.printf(Locale.ROOT, "%-10s %12.0f %8.2f %10.0f%n",
        name, round.perSecond(), round.cpuMicros(), 1_000_000 / round.cpuMicros());
  }

  private Round round(boolean ours, Duration length) throws Exception {
    var loads = new ArrayList<Load>();
    for (int i = 0; i < CONNECTIONS; i++) {
      loads.add(ours ? selfSender() : echo());
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

  /** A user that sends to itself, gets it pushed and acknowledges. */
  private Load selfSender() throws IOException {
    var id = signUp();
    var socket = new LiveSocket(port, "/ws/" + id);
    socket.receive("caught_up");
    var send = send(id);
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
    var text = send("00000000-0000-4000-8000-000000000000");
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

  private void latency(int messages) throws IOException {
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
      System.out.printf("1 connection, %d messages%n%-10s %8s %8s%n", messages, "", "p50 us",
          "p99 us");
      printPercentiles("RAMTalk", push);
      printPercentiles("bare echo", bare);
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
    Arrays.sort(nanos);
    System.out.printf(Locale.ROOT, "%-10s %8.1f %8.1f%n", name,
        nanos[nanos.length / 2] / 1e3, nanos[(int) (nanos.length * 0.99)] / 1e3);
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
    var request = (HttpURLConnection)
        URI.create("http://127.0.0.1:" + port + "/signup").toURL().openConnection();
    request.setDoOutput(true);
    request.getOutputStream()
        .write(("mobile=" + NUMBERS.incrementAndGet()).getBytes(StandardCharsets.US_ASCII));
    try (var in = request.getInputStream()) {
      var answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int at = answer.indexOf("\"user_id\":\"") + 11;
      return answer.substring(at, at + 36);
    }
  }
}
