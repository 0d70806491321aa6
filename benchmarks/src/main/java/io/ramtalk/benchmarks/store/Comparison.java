package io.ramtalk.benchmarks.store;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/**
 * One benchmark with both stores, for one number of users and threads.
 *
 * @param ramtalk the result of RAMTalk
 * @param queues the result of the map of queues
 */
record Comparison(RunResult ramtalk, RunResult queues) {
  private static final String HEAD = String.format(Locale.ROOT,
      "%-14s %9s %7s %18s %18s %-6s %7s  %s",
      "benchmark", "users", "threads", "RAMTalk", "queues", "unit", "faster", "missed");

  private static final String ALLOCATIONS = String.format(Locale.ROOT, "%-14s %9s %7s %18s %18s",
      "bytes/op", "users", "threads", "RAMTalk", "queues");

  /** Returns a heading, and one line per comparison. */
  static List<String> table(Collection<RunResult> results) {
    return lines(HEAD, results, Comparison::toString);
  }

  /** Returns a heading, and one line per comparison with the bytes allocated per operation. */
  static List<String> allocations(Collection<RunResult> results) {
    return lines(ALLOCATIONS, results, Comparison::allocations);
  }

  private static List<String> lines(
      String head, Collection<RunResult> results, Function<Comparison, String> line) {
    var groups = results.stream().collect(
        Collectors.groupingBy(Comparison::key, TreeMap::new, Collectors.toList()));
    return Stream.concat(
        Stream.of(head), groups.values().stream().map(Comparison::of).map(line)).toList();
  }

  static Comparison of(Collection<RunResult> results) {
    return new Comparison(
        pick(results, StoreKind.RAMTALK), pick(results, StoreKind.QUEUES));
  }

  /** Returns the speed of RAMTalk as a multiple of that of the map of queues. */
  double faster() {
    double ratio =
        ramtalk.getPrimaryResult().getScore() / queues.getPrimaryResult().getScore();
    return ramtalk.getParams().getMode() == Mode.Throughput ? ratio : 1 / ratio;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%-14s %,9d %7d %18s %18s %-6s %7.2f  %s",
        name(ramtalk), users(ramtalk), ramtalk.getParams().getThreads(),
        score(ramtalk), score(queues), ramtalk.getPrimaryResult().getScoreUnit(), faster(),
        String.format(Locale.ROOT, "%.1f / %.1f %%",
            100 * missed(ramtalk), 100 * missed(queues)));
  }

  private String allocations() {
    return String.format(Locale.ROOT, "%-14s %,9d %7d %18.0f %18.0f", name(ramtalk),
        users(ramtalk), ramtalk.getParams().getThreads(), allocated(ramtalk), allocated(queues));
  }

  private static double allocated(RunResult result) {
    return count(result, "gc.alloc.rate.norm");
  }

  /** Returns the fraction of operations that were rejected or found nothing, 0 to 1. */
  static double missed(RunResult result) {
    double missed = count(result, "refused") + count(result, "empty");
    double done = count(result, "accepted") + count(result, "drained");
    return missed == 0 ? 0 : missed / (missed + done);
  }

  private static double count(RunResult result, String counter) {
    var counted = result.getSecondaryResults().get(counter);
    return counted == null ? 0 : counted.getScore();
  }

  private static RunResult pick(Collection<RunResult> results, StoreKind kind) {
    return results.stream()
        .filter(result -> result.getParams().getParam("store").equals(kind.name()))
        .findFirst()
        .orElseThrow();
  }

  private static String key(RunResult result) {
    return String.format(Locale.ROOT, "%s %9d %3d",
        name(result), users(result), result.getParams().getThreads());
  }

  private static String name(RunResult result) {
    var name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static int users(RunResult result) {
    return Integer.parseInt(result.getParams().getParam("users"));
  }

  private static String score(RunResult result) {
    return String.format(Locale.ROOT, "%.3f ± %.3f",
        result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError());
  }
}
