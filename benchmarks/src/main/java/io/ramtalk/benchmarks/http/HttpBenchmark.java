package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.process.Scratch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A comparison of servers over HTTP, which are loaded in turns.
 *
 * <p>One server runs at a time, on processor 0, and the load on processor 1. Each round starts a
 * new server: JIT compilation differs from start to start, and that belongs to the spread.
 *
 * @param work the kind of load
 * @param rounds number of rounds per contender
 * @param warmUp duration of the load before each measurement, in whole seconds
 * @param length duration of each measurement, in whole seconds
 */
record HttpBenchmark(HttpWork work, int rounds, Duration warmUp, Duration length) {
  /**
   * Measures and prints.
   *
   * @param contenders the servers, including the bare one
   * @param out the output
   * @return whether every request was accepted and no connection failed
   * @throws IOException if a server or the load fails to start or to stop
   */
  boolean run(List<HttpContender> contenders, PrintStream out)
      throws IOException, InterruptedException {
    var report = new HttpReport(work, contenders.stream().map(HttpContender::name).toList());
    out.printf("%s; %d connections%n", work.title(), work.connections());
    out.printf("rounds of %d s, each on a new server after %d s of the same load%n",
        length.toSeconds(), warmUp.toSeconds());
    try (var scratch = new Scratch()) {
      var wrk = new Wrk(scratch, work.connections());
      var order = new ArrayList<>(contenders);
      for (int round = 1; round <= rounds; round++) {
        for (var contender : order) {
          report.add(contender.name(), measure(contender, scratch, wrk));
        }
        out.printf("round %d:%s%n", round, report.latest());
        Collections.rotate(order, 1);
      }
    }
    out.println();
    report.lines().forEach(out::println);
    out.println();
    report.goals().forEach(out::println);
    return report.isClean();
  }

  private HttpRound measure(HttpContender contender, Scratch scratch, Wrk wrk)
      throws IOException, InterruptedException {
    try (var server = HttpServerProcess.start(contender, scratch)) {
      var users = Files.write(
          scratch.directory().resolve("users.txt"), server.users(HttpWork.USERS));
      var load = List.of(contender.load(), users.toString());
      if (!warmUp.isZero()) {
        wrk.run(server.port(), warmUp, load);
      }
      long cpuBefore = server.cpuNanos();
      var figures = wrk.run(server.port(), length, load);
      return HttpRound.of(figures, server.cpuNanos() - cpuBefore);
    }
  }
}
