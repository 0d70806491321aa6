package io.ramtalk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChartTest {
  private static final List<String> RESULT = List.of(
      "commit:  8460595",
      "round 1:  bare 100  ramtalk 90",
      "                      median       min       max      p50     p99  medians  median",
      "bare                  95,127    87,164   103,091     0.27    4.56    1.000   1.000",
      "ramtalk               53,122    45,883    60,360     0.47    8.44    0.558   0.556",
      "bare                   10.32        98       243       575,623      574,624         0");

  @Test
  void bars_resultOfHttp_thoseOfTheSpeeds() {
    assertThat(Chart.bars(RESULT)).containsExactly(
        new Chart.Bar("bare", 95_127, 87_164, 103_091),
        new Chart.Bar("ramtalk", 53_122, 45_883, 60_360));
  }

  @Test
  void svg_resultOfHttp_namesAndMedians() {
    assertThat(Chart.svg(RESULT)).startsWith("<svg ").endsWith("</svg>\n")
        .contains(">bare<", ">95,127<", ">ramtalk<", ">53,122<");
  }

  @Test
  void svg_noResult_refused() {
    assertThatThrownBy(() -> Chart.svg(List.of("nothing")))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 lines");
  }
}
