package io.ramtalk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void of_oddCount_medianIsTheMiddle() {
    assertThat(Spread.of(DoubleStream.of(9, 1, 4))).isEqualTo(new Spread(4, 1, 9));
  }

  @Test
  void of_evenCount_medianIsBetweenTheMiddles() {
    assertThat(Spread.of(DoubleStream.of(9, 1, 4, 2))).isEqualTo(new Spread(3, 1, 9));
  }
}
