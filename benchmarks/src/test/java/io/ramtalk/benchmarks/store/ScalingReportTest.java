package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A brief run of the report's benchmarks, which checks the wiring rather than the numbers. */
final class ScalingReportTest {
  @Test
  void lines_aRowForEachNumberOfUsers() throws Exception {
    var stores = new ArrayList<RunResult>();
    var words = new ArrayList<RunResult>();
    for (int threads = 1; threads <= 2; threads++) {
      stores.addAll(moment(ScalingReport.store(List.of(1_000, 10_000), "1g"), threads));
      words.addAll(moment(ScalingReport.words(), threads));
    }

    var lines = ScalingReport.lines(stores, words);

    assertThat(lines).hasSize(7);
    assertThat(lines.get(3).strip().split(" +")).hasSize(9).startsWith("1,000");
    assertThat(lines.get(4).strip().split(" +")).hasSize(9).startsWith("10,000");
    assertThat(lines.get(6)).matches(".* [1-9]\\d* million .* [1-9]\\d* by two");
    assertThat(ScalingReport.goals(stores)).as("there are no 1,000,000 users").isEmpty();
  }

  private static Collection<RunResult> moment(ChainedOptionsBuilder options, int threads)
      throws RunnerException {
    return StoreBenchmarks.run(options.threads(threads).forks(0).shouldFailOnError(true)
        .warmupIterations(1).warmupTime(TimeValue.milliseconds(10))
        .measurementIterations(2).measurementTime(TimeValue.milliseconds(10))
        .verbosity(VerboseMode.SILENT).build());
  }
}
