package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.process.ProcessFiles.CpuTime;
import io.ramtalk.benchmarks.process.Scratch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A profile of servers under a load over HTTP. Each server is loaded once, with a recording of its
 * threads.
 *
 * @param work the kind of load
 * @param warmUp duration of the load before the measurement, in whole seconds
 * @param length duration of the measurement, in whole seconds
 */
record HttpProfile(HttpWork work, Duration warmUp, Duration length) {
  /* The kernel accounts for the user and system time of each thread. The samples cover Java code
   * only, so they divide only the user time of the serving threads. Threads of the JVM itself are
   * listed separately, by name. */
  private static final List<String> SERVING = List.of("XNIO", "ramtalk");
  private static final int HOTTEST = 25;

  /** The observations of one server. */
  private record Seen(HttpRound round, Map<String, CpuTime> threads, Samples samples) {}

  /**
   * Loads the servers and prints the profiles.
   *
   * @param contenders the servers, each of them a JVM
   * @param out the output
   * @return whether every request was accepted and no connection failed
   * @throws IOException if a server or the load fails to start or to stop
   */
  boolean run(List<HttpContender> contenders, PrintStream out)
      throws IOException, InterruptedException {
    out.printf("%s; %d connections%n", work.title(), work.connections());
    out.printf("%d s, after %d s of the same load, with a recording%n",
        length.toSeconds(), warmUp.toSeconds());
    boolean isClean = true;
    for (var contender : contenders) {
      try (var scratch = new Scratch()) {
        var seen = load(contender, scratch);
        print(contender.name(), seen, out);
        isClean &= seen.round().responses().isClean();
      }
    }
    return isClean;
  }

  private Seen load(HttpContender contender, Scratch scratch)
      throws IOException, InterruptedException {
    var recording = new FlightRecording(scratch.directory().resolve("recording.jfr"));
    var options = recording.options(scratch.copy("profile.jfc"));
    var wrk = new Wrk(scratch, work.connections());
    HttpRound round;
    Map<String, CpuTime> threads;
    Instant began;
    Instant ended;
    try (var server = HttpServerProcess.start(contender.withOptions(options), scratch)) {
      var load = List.of(contender.load(), users(server, scratch).toString());
      if (!warmUp.isZero()) {
        wrk.run(server.port(), warmUp, load);
      }
      var before = server.files().threadTimes();
      long cpuBefore = server.cpuNanos();
      began = Instant.now();
      var figures = wrk.run(server.port(), length, load);
      ended = Instant.now();
      round = HttpRound.of(figures, server.cpuNanos() - cpuBefore);
      threads = minus(server.files().threadTimes(), before);
    }
    return new Seen(round, threads, recording.read(began, ended));
  }

  private static Path users(HttpServerProcess server, Scratch scratch) throws IOException {
    return Files.write(
        scratch.directory().resolve("users.txt"), server.users(HttpWork.USERS));
  }

  private static Map<String, CpuTime> minus(
      Map<String, CpuTime> after, Map<String, CpuTime> before) {
    var took = new TreeMap<String, CpuTime>();
    after.forEach((kind, time) ->
        took.put(kind, time.minus(before.getOrDefault(kind, CpuTime.NONE))));
    return took;
  }

  private void print(String name, Seen seen, PrintStream out) {
    long counted = seen.round().responses().good();
    var serving = serving(seen.threads());
    out.printf(Locale.ROOT, "%n%s: %,.0f %s, the recording included; %,d samples of Java%n",
        name, seen.round().perSecond(), work.unit(), seen.samples().count());
    out.printf("  %-42s %9s %7s%n", "processor time for each that counts", "us", "%");
    double all = seen.threads().values().stream().mapToDouble(CpuTime::all).sum();
    line(out, "all threads", all / counted, 1);
    line(out, "  kernel, for the threads that serve", serving.system() / counted,
        serving.system() / all);
    for (var layer : Layer.values()) {
      double micros = serving.user() * seen.samples().part(layer);
      line(out, "  " + layer.title(), micros / counted, micros / all);
    }
    seen.threads().forEach((kind, time) -> {
      if (!serves(kind) && time.all() > all / 500) {
        line(out, "  thread " + kind, time.all() / counted, time.all() / all);
      }
    });
    table(out, "methods that ran themselves", seen.samples().hottest(HOTTEST));
    table(out, "methods of RAMTalk, with all that they call", seen.samples().ownHottest(HOTTEST));
    table(out, "native methods, waiting ones included", seen.samples().natives(5));
  }

  private static CpuTime serving(Map<String, CpuTime> threads) {
    return threads.entrySet().stream().filter(entry -> serves(entry.getKey()))
        .map(Map.Entry::getValue).reduce(CpuTime.NONE, CpuTime::plus);
  }

  private static boolean serves(String kind) {
    return SERVING.stream().anyMatch(kind::startsWith);
  }

  private static void line(PrintStream out, String what, double micros, double part) {
    out.printf(Locale.ROOT, "  %-42s %9.2f %7.1f%n", what, micros, 100 * part);
  }

  private static void table(PrintStream out, String title, List<Samples.Row> rows) {
    out.printf("  %s%n", title);
    for (var row : rows) {
      out.printf(Locale.ROOT, "  %7.1f %%  %s%n", 100 * row.part(), row.what());
    }
  }
}
