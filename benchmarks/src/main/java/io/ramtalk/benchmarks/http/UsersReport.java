package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.Goal;
import io.ramtalk.benchmarks.Spread;
import io.ramtalk.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/** A report on reading the complete list of very many users, and on the memory of such a list. */
public final class UsersReport {
  /* The server's heap has room for the users but not for the list, so a server that collects a list
   * before sending it runs out of memory. The memory of a list in progress becomes visible when
   * many readers have read a part and wait. The server waits 10 s for them, so they read a small
   * part. Kernel buffers are small, so the server stops writing when they stop reading. Allocation
   * buffers of threads count as used heap, so they are small too. */
  private static final int READERS = 32;
  private static final int PART_BYTES = 1 << 20;
  private static final int MORE_BYTES = 8 << 20; // More than the kernel buffers.
  private static final int RECEIVE_BUFFER_BYTES = 16 << 10;

  private static final int HEAP_READINGS = 3;
  private static final int MOST_LOOKS = 40;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MAX_BYTES_EACH = 64 << 10;

  private final int users;
  private final int rounds;
  private final PrintStream out;

  private UsersReport(int users, int rounds, PrintStream out) {
    this.users = users;
    this.rounds = rounds;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @param args {@code --quick} for fewer users and rounds
   * @throws IOException if the server fails, or its list is incomplete
   */
  public static void main(String... args) throws IOException {
    boolean quick = List.of(args).contains("--quick");
    run(quick ? 100_000 : 1_000_000, quick ? 2 : 7, quick ? 64 : 208, System.out);
  }

  /** Measures with that many users, and that many megabytes of heap for their server. */
  static void run(int users, int rounds, int heap, PrintStream out) throws IOException {
    try (var server = ServerProcess.start(UsersServer.class, List.of(String.valueOf(users)),
        "-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+UseSerialGC",
        "-XX:MarkSweepDeadRatio=0", "-XX:TLABSize=16k", "-XX:-ResizeTLAB")) {
      new UsersReport(users, rounds, out).measure(server, heap);
    }
  }

  private void measure(ServerProcess server, int heap) throws IOException {
    int port = Integer.parseInt(server.words()[0]);
    long listBytes = readOne(port);
    var seconds = new double[rounds];
    var cpuNanos = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long cpuBefore = server.cpuNanos();
      long began = System.nanoTime();
      readOne(port);
      seconds[round] = (System.nanoTime() - began) / 1e9;
      cpuNanos[round] = (double) (server.cpuNanos() - cpuBefore) / users;
    }
    out.printf("%,d users, a list of %,d bytes, in a heap of %d MB%n%n", users, listBytes, heap);
    out.printf("%-36s %9s %9s %9s%n",
        rounds + " lists, one after the other", "median", "min", "max");
    print("seconds for the list", seconds);
    print("ns of processor time for each user", cpuNanos);
    out.println();
    underWay(server, port); // Creates the state that the first readers leave.
    long each = underWay(server, port);
    out.printf("%d lists under way at once: each takes %,d bytes of heap; the process: %.0f MB%n",
        READERS, each, server.residentBytes() / 1e6);
    out.println(Goal.atMost(MAX_BYTES_EACH, "bytes of heap for a list under way", (double) each));
  }

  private void print(String what, double[] values) {
    var spread = Spread.of(DoubleStream.of(values));
    out.printf(Locale.ROOT, "%-36s %9.2f %9.2f %9.2f%n",
        what, spread.median(), spread.min(), spread.max());
  }

  /** Returns the memory per list of many partly read lists. */
  private long underWay(ServerProcess server, int port) throws IOException {
    long before = settledHeap(server);
    var readers = new ArrayList<UsersReader>();
    try {
      for (int i = 0; i < READERS; i++) {
        var reader = new UsersReader(port, RECEIVE_BUFFER_BYTES);
        readers.add(reader);
        reader.readTo(PART_BYTES);
      }
      long each = (settledHeap(server) - before) / READERS;
      for (var reader : readers) {
        reader.readTo(MORE_BYTES);
        check(!reader.isEnded(), "A list ended before it could be measured");
      }
      return each;
    } finally {
      for (var reader : readers) {
        reader.close();
      }
    }
  }

  /** Returns the heap in use once the server is idle: it must not end a list while collecting. */
  private static long settledHeap(ServerProcess server) throws IOException {
    long busy = Long.MAX_VALUE;
    for (int look = 0; look < MOST_LOOKS && busy > QUIET_NANOS; look++) {
      long before = server.cpuNanos();
      LockSupport.parkNanos(LOOK_NANOS);
      busy = server.cpuNanos() - before;
    }
    long least = Long.MAX_VALUE;
    for (int reading = 0; reading < HEAP_READINGS; reading++) {
      least = Math.min(least, server.askNumber("heap"));
    }
    return least;
  }

  /** Reads a list and returns its size in bytes. */
  private long readOne(int port) throws IOException {
    try (var reader = new UsersReader(port)) {
      reader.readAll();
      check(reader.users() == users,
          "The list has " + reader.users() + " users instead of " + users);
      return reader.bytes();
    }
  }

  private static void check(boolean isGood, String problem) throws IOException {
    if (!isGood) {
      throw new IOException(problem);
    }
  }
}
