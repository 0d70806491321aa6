package io.ramtalk.benchmarks.cluster;

import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Heap;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A process that is one member of a cluster and executes commands of the report. */
public final class ClusterMember {
  private static final Logger ROOT = Logger.getLogger("");
  private static final int POLL_MILLIS = 100;

  private final MemberWork work;

  private ClusterMember(MemberWork work) {
    this.work = work;
  }

  /**
   * Works until standard input ends. Prints {@code up}, then one line per command.
   *
   * @param args the kind of work, the number of this member from 0, and the ports of all members
   * @throws Exception if the member cannot start
   */
  public static void main(String... args) throws Exception {
    ROOT.setLevel(Level.SEVERE);
    var ports = Arrays.stream(args).skip(2).map(Integer::valueOf).toList();
    try (var work = MemberWork.start(args[0], ports, Integer.parseInt(args[1]))) {
      var member = new ClusterMember(work);
      System.out.println("up");
      var commands = new BufferedReader(
          new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (var line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(member.execute(line.split(" ")));
      }
    }
    System.exit(0);
  }

  private String execute(String[] words) throws Exception {
    return switch (words[0]) {
      case "safe" -> awaitSafe();
      case "fill" -> fill(Integer.parseInt(words[1]));
      case "heap" -> String.valueOf(
          Stream.generate(Heap::collect).limit(5).mapToLong(bytes -> bytes).min().getAsLong());
      case "listen" -> work.listen().toString();
      case "ring" -> ring(words[1], Integer.parseInt(words[2]));
      case "rung" -> summary(work.ringNanos());
      case "run" -> run(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private String awaitSafe() throws InterruptedException {
    while (!work.isSafe()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return "safe";
  }

  private String fill(int users) throws Exception {
    work.fill(users);
    return "filled";
  }

  /** Returns the number of operations, and the median and the 99th percentile in nanoseconds. */
  private String run(int callers, int seconds) throws Exception {
    var threads = Executors.newFixedThreadPool(callers);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      var calls = new ArrayList<Callable<Durations>>();
      for (int caller = 0; caller < callers; caller++) {
        int number = caller;
        calls.add(() -> work.run(number, callers, end));
      }
      var all = new ArrayList<Durations>();
      for (var result : threads.invokeAll(calls)) {
        all.add(result.get());
      }
      return summary(Durations.sorted(all));
    } finally {
      threads.shutdownNow();
    }
  }

  private static String summary(long[] nanos) {
    return nanos.length + " " + nanos[nanos.length / 2] + " " + nanos[nanos.length * 99 / 100];
  }

  private String ring(String user, int count) throws InterruptedException {
    work.ring(UserId.parse(user), count);
    return "sent";
  }
}
