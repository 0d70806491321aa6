package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SnapshotReportTest {
  @Test
  void print_fewUsers_speedsOfEachStep() throws IOException {
    var printed = new ByteArrayOutputStream();

    SnapshotReport.print(500, 1, new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("500 users")
        .contains("\nloopback alone ", "\nwrite ", "\nread ", "\nboth over loopback ",
            "All users move");
  }
}
