package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A brief run of every benchmark through JMH, which checks the wiring rather than the numbers. */
final class StoreBenchmarksTest {
  private static Collection<RunResult> results = List.of();

  @BeforeAll
  static void runAll() throws RunnerException {
    results = StoreBenchmarks.run(StoreBenchmarks.all()
        .param("users", "1000").threads(1).forks(0).shouldFailOnError(true).shouldDoGC(false)
        .warmupIterations(1).warmupTime(TimeValue.milliseconds(10))
        .measurementIterations(2).measurementTime(TimeValue.milliseconds(10))
        .addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT).build());
  }

  @Test
  void run_everyBenchmark_withBothStores() {
    Set<String> ran = results.stream()
        .map(result -> result.getPrimaryResult().getLabel() + " "
            + result.getParams().getParam("store"))
        .collect(Collectors.toSet());

    assertThat(ran).containsExactlyInAnyOrder(
        "sendReceive RAMTALK", "sendReceive QUEUES", "send RAMTALK", "send QUEUES",
        "sendToFull RAMTALK", "sendToFull QUEUES", "receive RAMTALK", "receive QUEUES",
        "signUp RAMTALK", "signUp QUEUES", "signUpExisting RAMTALK", "signUpExisting QUEUES");
  }

  @Test
  void missed_oneThread_onlyWhereMailboxesAreFull() {
    for (var result : results) {
      var full = result.getPrimaryResult().getLabel().equals("sendToFull");

      assertThat(Comparison.missed(result))
          .as(result.getParams().getBenchmark())
          .isEqualTo(full ? 1 : 0);
    }
  }

  @Test
  void table_setsBothStoresSideBySide() {
    var table = Comparison.table(results);

    assertThat(table).hasSize(7);
    assertThat(table.get(0)).startsWith("benchmark").contains("RAMTalk", "queues", "missed");
    assertThat(table).anySatisfy(line ->
        assertThat(line).startsWith("sendToFull").endsWith("100.0 / 100.0 %"));
  }

  @Test
  void allocations_setsBothStoresSideBySide() {
    var table = Comparison.allocations(results);

    assertThat(table).hasSize(7);
    assertThat(table).filteredOn(line -> line.startsWith("sendReceive")).singleElement()
        .asString().matches("sendReceive +1,000 +1 +[1-9]\\d+ +[1-9]\\d+");
  }

  @Test
  void faster_timePerOperation_isTurnedRound() {
    var comparison = Comparison.of(named("signUp"));

    double ours = comparison.ramtalk().getPrimaryResult().getScore();
    double theirs = comparison.queues().getPrimaryResult().getScore();

    assertThat(comparison.faster()).isCloseTo(theirs / ours, within(1e-9));
  }

  @Test
  void faster_throughput_isTheRatio() {
    var comparison = Comparison.of(named("send"));

    double ours = comparison.ramtalk().getPrimaryResult().getScore();
    double theirs = comparison.queues().getPrimaryResult().getScore();

    assertThat(comparison.faster()).isCloseTo(ours / theirs, within(1e-9));
  }

  @Test
  void main_unknownArgument() {
    assertThatThrownBy(() -> StoreBenchmarks.main("--fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--fast");
  }

  private static List<RunResult> named(String label) {
    return results.stream()
        .filter(result -> result.getPrimaryResult().getLabel().equals(label))
        .toList();
  }
}
