package io.ramtalk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class RoundsTest {
  @Test
  void print_comparesEachRoundWithTheOneBesideIt() {
    var rounds = new Rounds("ms", "bare");
    for (double[] round : new double[][] {{100, 50}, {200, 300}, {400, 400}}) {
      rounds.add("bare", round[0]);
      rounds.add("ours", round[1]);
    }
    var out = new ByteArrayOutputStream();

    rounds.print(new PrintStream(out, true, UTF_8));

    assertThat(rounds.of("ours")).isEqualTo(new Spread(300, 50, 400));
    assertThat(rounds.ratios("ours", "bare")).isEqualTo(new Spread(1, 0.5, 1.5));
    assertThat(out.toString(UTF_8).lines()).containsExactly(
        "                           ms                             times bare",
        "                              median       min       max   median     min     max",
        "bare                           200.0     100.0     400.0     1.00    1.00    1.00",
        "ours                           300.0      50.0     400.0     1.00    0.50    1.50",
        "");
  }
}
