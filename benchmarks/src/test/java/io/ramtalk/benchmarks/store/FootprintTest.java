package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ramtalk.benchmarks.Heap;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FootprintTest {
  private static final int KIBIBYTE = 1 << 10;

  @Test
  void bytesKeptBy_arrays_isTheirSizeWithoutTheGarbage() {
    long bytes = Heap.bytesKeptBy(() -> {
      var garbage = new byte[32 * KIBIBYTE][KIBIBYTE];
      return Arrays.copyOf(garbage, garbage.length / 2);
    });

    long arrays = 16L * KIBIBYTE * (KIBIBYTE + 16 + 4);
    assertThat(bytes).isCloseTo(arrays, withinPercentage(3));
  }

  @Test
  void measure_everyObject_isLittleMoreThanItsContent() {
    Map<String, Footprint.Row> rows = Footprint.measure(20_000).stream()
        .collect(Collectors.toMap(Footprint.Row::label, Function.identity()));

    assertBetween(rows.get("user, of 20,000"), 100, 1_000);
    assertBetween(rows.get("first message of 32 bytes"), 64, 300);
    assertBetween(rows.get("each further message of 32 bytes"), 64, 120);
    assertBetween(rows.get("the same and its sender's receipt"), 64, 200);
    assertBetween(rows.get("each further message of 4,096 bytes"), 4_096, 4_500);
    assertBetween(rows.get("picture of 10,000 bytes"), 10_000, 10_300);
    assertThat(rows).hasSize(6);
  }

  private static void assertBetween(Footprint.Row row, double least, double most) {
    assertThat(row.ramtalk()).isBetween(least, most);
    assertThat(row.queues()).isBetween(least, most);
  }
}
