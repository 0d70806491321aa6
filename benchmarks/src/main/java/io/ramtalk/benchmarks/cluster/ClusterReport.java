package io.ramtalk.benchmarks.cluster;

import io.ramtalk.benchmarks.Spread;
import io.ramtalk.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/**
 * A report on the speed and the memory of clusters of one, three and five members, each in its own
 * JVM, over the loopback interface. All members share the processors of the machine.
 *
 * <p>The contenders take turns, round after round: bare entry processors of Hazelcast, RAMTalk by
 * calls of the library, and RAMTalk over HTTP. Every member makes calls for users of its own, whose
 * accounts are spread over all members.
 */
public final class ClusterReport {
  private static final String HEAD = "%-8s %-8s %12s %16s %8s %9s %9s %9s";
  private static final String ROW = "%-8d %-8s %,12.0f %16s %8.2f %,9.0f %,9.0f %9.1f";
  private static final List<String> CONTENDERS = List.of("raw", "library", "http");
  private static final int RINGS = 400;

  /* Hazelcast starts a thread for each completion if the common pool has a parallelism of 1.
   * RAMTalk's members bring a pool of their own, so the bare ones get one of the same size. */
  private static final String[] OPTIONS = {"-Xmx768m", "-XX:+UseSerialGC",
      "-XX:MarkSweepDeadRatio=0", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
      "-Dhazelcast.io.selectionKeyWakeupEnabled=false"};

  private ClusterReport() {}

  /**
   * Measures and prints the report.
   *
   * @param args {@code --quick} for a short run, or none
   * @throws Exception if a member fails
   */
  public static void main(String... args) throws Exception {
    boolean isQuick = List.of(args).contains("--quick");
    var load = isQuick ? new Load(300, 2, 1, 1, 1) : new Load(10_000, 8, 20, 8, 2);
    var sizes = isQuick ? List.of(1, 3) : List.of(1, 3, 5);
    var results = new LinkedHashMap<String, List<Result>>();
    for (int round = 0; round < load.rounds(); round++) {
      for (int members : sizes) {
        for (var contender : CONTENDERS) {
          try (var cluster = new Members(contender, members)) {
            results.computeIfAbsent(members + contender, any -> new ArrayList<>())
                .add(measure(cluster, load));
          }
        }
      }
    }
    print(sizes, results);
  }

  /** The users, callers and seconds of each member, and the number of rounds. */
  private record Load(int users, int callers, int warmUpSeconds, int seconds, int rounds) {}

  /** One run: operations per second, times and processor time in microseconds, bytes per user. */
  private record Result(double rate, double median, double late, double processor,
      double bytesPerUser, Rings rings) {}

  /** The times from a send on one member to a doorbell on another, in microseconds. */
  private record Rings(double median, double late) {
    static final Rings NONE = new Rings(0, 0);
  }

  private static Result measure(Members cluster, Load load) throws Exception {
    cluster.askAll("fill 200"); // load classes and fill caches before measuring memory
    long before = cluster.sum(cluster.askAll("heap"), 0);
    cluster.askAll("fill " + load.users());
    long kept = cluster.sum(cluster.askAll("heap"), 0) - before;
    cluster.askAll("run " + load.callers() + " " + load.warmUpSeconds());
    long cpuBefore = cluster.cpuNanos();
    var answers = cluster.askAll("run " + load.callers() + " " + load.seconds());
    double operations = cluster.sum(answers, 0);
    double cpu = cluster.cpuNanos() - cpuBefore;
    int members = cluster.size();
    return new Result(operations / load.seconds(),
        cluster.sum(answers, 1) / 1e3 / members, cluster.sum(answers, 2) / 1e3 / members,
        cpu / 1e3 / operations, (double) kept / members / load.users() / (1 + members / 2),
        cluster.canRing() ? rings(cluster) : Rings.NONE);
  }

  private static Rings rings(Members cluster) throws Exception {
    var user = cluster.ask(1, "listen")[0];
    cluster.ask(0, "ring " + user + " " + RINGS);
    var times = cluster.ask(1, "rung");
    return new Rings(Long.parseLong(times[1]) / 1e3, Long.parseLong(times[2]) / 1e3);
  }

  private static void print(List<Integer> sizes, Map<String, List<Result>> results) {
    System.out.printf(HEAD + "%n", "members", "calls", "per second", "min to max", "of raw",
        "p50 us", "p99 us", "cpu us");
    for (int members : sizes) {
      double raw = median(of(results, members, "raw"), Result::rate);
      for (var contender : CONTENDERS) {
        var all = of(results, members, contender);
        var rates = spread(all, Result::rate);
        System.out.printf(Locale.ROOT, ROW + "%n", members, contender, rates.median(),
            String.format(Locale.ROOT, "%,.0f-%,.0f", rates.min(), rates.max()),
            rates.median() / raw, median(all, Result::median), median(all, Result::late),
            median(all, Result::processor));
      }
    }
    System.out.println();
    for (int members : sizes) {
      System.out.printf(Locale.ROOT, "%d member%s: %,.0f bytes per user and copy%n", members,
          members == 1 ? "" : "s", median(of(results, members, "library"), Result::bytesPerUser));
    }
    System.out.println();
    for (int members : sizes) {
      if (members > 1) {
        var all = of(results, members, "library");
        System.out.printf(Locale.ROOT, "%d members: a doorbell on another member rings %,.0f us"
            + " (p50) and %,.0f us (p99) after the start of a send%n", members,
            median(all, result -> result.rings().median()),
            median(all, result -> result.rings().late()));
      }
    }
  }

  private static List<Result> of(
      Map<String, List<Result>> results, int members, String contender) {
    return Objects.requireNonNull(results.get(members + contender), contender);
  }

  private static double median(List<Result> results, ToDoubleFunction<Result> value) {
    return spread(results, value).median();
  }

  private static Spread spread(List<Result> results, ToDoubleFunction<Result> value) {
    return Spread.of(results.stream().mapToDouble(value));
  }

  /** The processes of one cluster. */
  private static final class Members implements AutoCloseable {
    private final List<ServerProcess> processes = new ArrayList<>();
    private final String contender;

    Members(String contender, int count) throws Exception {
      this.contender = contender;
      var ports = freePorts(count);
      for (int self = 0; self < count; self++) {
        var arguments = new ArrayList<>(List.of(contender, String.valueOf(self)));
        arguments.addAll(ports);
        processes.add(ServerProcess.startUnpinned(ClusterMember.class, arguments, OPTIONS));
      }
      for (var process : processes) {
        process.words();
      }
      askAll("safe");
    }

    int size() {
      return processes.size();
    }

    boolean canRing() {
      return contender.equals("library") && size() > 1;
    }

    /** Sends a command to one member and returns its response. */
    String[] ask(int member, String command) throws IOException {
      return processes.get(member).ask(command);
    }

    /** Sends a command to all members at once and returns their responses. */
    List<String[]> askAll(String command) throws Exception {
      var threads = Executors.newFixedThreadPool(processes.size());
      try {
        var calls = new ArrayList<Callable<String[]>>();
        processes.forEach(process -> calls.add(() -> process.ask(command)));
        var answers = new ArrayList<String[]>();
        for (var answer : threads.invokeAll(calls)) {
          answers.add(answer.get());
        }
        return answers;
      } finally {
        threads.shutdownNow();
      }
    }

    long sum(List<String[]> answers, int word) {
      return answers.stream().mapToLong(answer -> Long.parseLong(answer[word])).sum();
    }

    long cpuNanos() {
      return processes.stream().mapToLong(ServerProcess::cpuNanos).sum();
    }

    private static List<String> freePorts(int count) throws IOException {
      var sockets = new ArrayList<ServerSocket>();
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      var ports = sockets.stream().map(socket -> String.valueOf(socket.getLocalPort())).toList();
      for (var socket : sockets) {
        socket.close();
      }
      return ports;
    }

    @Override
    public void close() {
      processes.forEach(ServerProcess::close);
    }
  }
}
