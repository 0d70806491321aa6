package io.ramtalk.benchmarks.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * All store benchmarks, with 1 and with 2 threads, and a table that compares the stores.
 * {@code --quick} takes minutes and only shows that everything runs, not how fast.
 */
public final class StoreBenchmarks {
  private static final String QUICK = "--quick";
  private static final String PROFILE = "--profile";
  private static final Set<String> FLAGS = new TreeSet<>(List.of(QUICK, PROFILE));
  private static final int[] THREADS = {1, 2};
  private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(200);

  private StoreBenchmarks() {}

  /**
   * Runs the benchmarks.
   *
   * @param args {@code --quick} for short rounds, {@code --profile} to show allocations as well
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String... args) throws RunnerException {
    var options = Set.of(args);
    if (!FLAGS.containsAll(options)) {
      throw new IllegalArgumentException("Unknown option in " + options + "; use " + FLAGS);
    }
    boolean quick = options.contains(QUICK);
    boolean profile = options.contains(PROFILE);
    var results = new ArrayList<RunResult>();
    for (int threads : THREADS) {
      results.addAll(run(options(threads, quick, profile)));
    }
    System.out.println();
    Comparison.table(results).forEach(System.out::println);
    if (profile) {
      System.out.println();
      Comparison.allocations(results).forEach(System.out::println);
    }
  }

  static Collection<RunResult> run(Options options) throws RunnerException {
    return new Runner(options).run();
  }

  private static Options options(int threads, boolean quick, boolean profile) {
    var options = all().threads(threads).shouldFailOnError(true);
    if (profile) {
      options.addProfiler(GCProfiler.class);
    }
    return (quick ? shortened(options) : options).build();
  }

  /** Returns the benchmarks of this package. */
  static ChainedOptionsBuilder all() {
    var names = List.of(StoreBenchmark.class, SignUpBenchmark.class);
    var options = new OptionsBuilder();
    names.forEach(type -> options.include(
        String.format(Locale.ROOT, "^%s\\.", type.getName().replace(".", "\\."))));
    return options;
  }

  private static ChainedOptionsBuilder shortened(ChainedOptionsBuilder options) {
    return options.forks(1).warmupTime(QUICK_ITERATION).measurementTime(QUICK_ITERATION);
  }
}
