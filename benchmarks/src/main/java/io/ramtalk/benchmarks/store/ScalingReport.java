package io.ramtalk.benchmarks.store;

import com.sun.management.OperatingSystemMXBean;
import io.ramtalk.benchmarks.Goal;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A report on the cost of sending and receiving a message as users grow, with one and with two
 * threads, for RAMTalk and the map of queues. It also shows how often two threads can update one
 * shared word.
 */
public final class ScalingReport {
  /* Ten million users with mail need a large heap; they are omitted on a machine with too little
   * memory. */
  private static final List<Integer> USERS = List.of(1_000, 10_000, 100_000, 1_000_000);
  private static final List<Integer> QUICK_USERS = List.of(1_000, 10_000);
  private static final int MOST_USERS = 10_000_000;
  private static final long MOST_USERS_NEED_BYTES = 14L << 30;
  private static final int GOAL_USERS = 1_000_000;
  private static final int[] THREADS = {1, 2};
  private static final double GOAL = 2;

  private ScalingReport() {}

  /**
   * Measures and prints.
   *
   * @param args {@code --quick} for few users and short rounds
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String... args) throws RunnerException {
    boolean quick = List.of(args).contains("--quick");
    var results = new ArrayList<RunResult>();
    var words = new ArrayList<RunResult>();
    for (int threads : THREADS) {
      results.addAll(run(store(quick ? QUICK_USERS : USERS, "3g"), threads, quick));
      words.addAll(run(words(), threads, quick));
    }
    if (!quick && memoryBytes() >= MOST_USERS_NEED_BYTES) {
      for (int threads : THREADS) {
        results.addAll(run(store(List.of(MOST_USERS), "11g"), threads, false));
      }
    }
    System.out.println();
    lines(results, words).forEach(System.out::println);
    if (!quick && memoryBytes() < MOST_USERS_NEED_BYTES) {
      System.out.printf("without %,d users, who need a machine with %d GB%n",
          MOST_USERS, MOST_USERS_NEED_BYTES >> 30);
    }
    goals(results).forEach(System.out::println);
  }

  static ChainedOptionsBuilder store(List<Integer> users, String heap) {
    return new OptionsBuilder()
        .include("^" + StoreBenchmark.class.getName().replace(".", "\\.") + "\\.sendReceive$")
        .param("users", users.stream().map(String::valueOf).toArray(String[]::new))
        .jvmArgs("-Xms" + heap, "-Xmx" + heap).forks(1)
        .warmupIterations(4).warmupTime(TimeValue.seconds(1))
        .measurementIterations(6).measurementTime(TimeValue.seconds(1));
  }

  static ChainedOptionsBuilder words() {
    return new OptionsBuilder()
        .include("^" + SharedWordBenchmark.class.getName().replace(".", "\\.") + "\\.");
  }

  private static Collection<RunResult> run(
      ChainedOptionsBuilder options, int threads, boolean quick) throws RunnerException {
    options.threads(threads).shouldFailOnError(true).verbosity(VerboseMode.SILENT);
    if (quick) {
      var moment = TimeValue.milliseconds(200);
      options.forks(1).warmupTime(moment).measurementTime(moment);
    }
    return new Runner(options.build()).run();
  }

  /** Returns the table of the stores, and the result for a shared word. */
  static List<String> lines(Collection<RunResult> results, Collection<RunResult> words) {
    var lines = new ArrayList<String>();
    lines.add("ns for one message, sent and received, of one thread; gain: two threads beside one");
    lines.add(format("%12s  %-27s  %-27s  %s", "", "1 thread", "2 threads", "gain"));
    lines.add(format("%12s  %8s %8s %9s  %8s %8s %9s  %8s %8s",
        "users", "RAMTalk", "queues", "faster", "RAMTalk", "queues", "faster",
        "RAMTalk", "queues"));
    results.stream().map(ScalingReport::users).distinct().sorted()
        .forEach(users -> lines.add(row(results, users)));
    lines.add("");
    lines.add(format("a shared word: %.0f million times a second by one thread, %.0f by two",
        score(words.stream().filter(word -> threads(word) == 1)),
        score(words.stream().filter(word -> threads(word) == 2))));
    return lines;
  }

  static List<Goal> goals(Collection<RunResult> results) {
    var goals = new ArrayList<Goal>();
    for (int threads : THREADS) {
      if (results.stream().anyMatch(result -> users(result) == GOAL_USERS)) {
        goals.add(Goal.atLeast(GOAL, format("times the queues, %,d users, %d threads", GOAL_USERS,
            threads), comparison(results, GOAL_USERS, threads).faster()));
      }
    }
    return goals;
  }

  private static String row(Collection<RunResult> results, int users) {
    var one = comparison(results, users, 1);
    var two = comparison(results, users, 2);
    return format("%,12d  %8.0f %8.0f %9.2f  %8.0f %8.0f %9.2f  %8.2f %8.2f", users,
        1e3 / score(one.ramtalk()), 1e3 / score(one.queues()), one.faster(),
        2e3 / score(two.ramtalk()), 2e3 / score(two.queues()), two.faster(),
        score(two.ramtalk()) / score(one.ramtalk()), score(two.queues()) / score(one.queues()));
  }

  private static Comparison comparison(Collection<RunResult> results, int users, int threads) {
    return Comparison.of(results.stream()
        .filter(result -> users(result) == users && threads(result) == threads).toList());
  }

  private static int users(RunResult result) {
    return Integer.parseInt(result.getParams().getParam("users"));
  }

  private static int threads(RunResult result) {
    return result.getParams().getThreads();
  }

  private static double score(Stream<RunResult> results) {
    return results.mapToDouble(ScalingReport::score).findFirst().orElse(Double.NaN);
  }

  private static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static long memoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getTotalMemorySize() : 0;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values).stripTrailing();
  }
}
