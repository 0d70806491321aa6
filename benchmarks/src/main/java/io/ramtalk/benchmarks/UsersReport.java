package io.ramtalk.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/** Reads the whole list of very many users, and measures what a list under way takes. */
public final class UsersReport {
  /* The heap of the server holds the users and not the list as well: whoever gathers a list before
   * it is sent runs out of memory. What one that is under way does take shows while many readers
   * have read a part and wait. A server waits 10 s for those, so they read a small part; and the
   * kernel keeps little for them, so that the server stops to write when they stop to read. What
   * threads take of the heap to allocate in counts as used: here that is little at a time. */
  private static final int READERS = 32;
  private static final int PART_BYTES = 1 << 20;
  private static final int MORE_BYTES = 8 << 20; // More than the kernel keeps of what was sent.
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
   * @throws IOException if the server fails, or leaves a user out
   */
  public static void main(String... args) throws IOException {
    boolean quick = List.of(args).contains("--quick");
    run(quick ? 100_000 : 1_000_000, quick ? 2 : 7, quick ? 64 : 208, System.out);
  }

  /** Measures with so many users, and so many megabytes of heap for their server. */
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
    underWay(server, port); // Makes what comes with the first readers and stays.
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

  /** Returns what each of many lists takes that are read in part. */
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
        check(!reader.isEnded(), "A list was not under way any more");
      }
      return each;
    } finally {
      for (var reader : readers) {
        reader.close();
      }
    }
  }

  /** Returns the heap in use once the server does nothing: while it collects it cannot end. */
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

  /** Reads a list; returns its bytes. */
  private long readOne(int port) throws IOException {
    try (var reader = new UsersReader(port)) {
      reader.readAll();
      check(reader.users() == users, "The list has " + reader.users() + " users");
      return reader.bytes();
    }
  }

  private static void check(boolean isGood, String problem) throws IOException {
    if (!isGood) {
      throw new IOException(problem);
    }
  }
}
