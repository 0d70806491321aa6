package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class GrowthTest {
  @Test
  void print_upToTenThousand_aRowForEachPower() {
    var printed = new ByteArrayOutputStream();

    Growth.print(10_000, new PrintStream(printed, true, StandardCharsets.UTF_8));

    var rows = printed.toString(StandardCharsets.UTF_8).strip().lines().toList();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).strip().split(" +")).hasSize(6);
    assertThat(rows.get(1).strip()).startsWith("1,000 ");
    assertThat(rows.get(2).strip()).startsWith("10,000 ");
  }
}
