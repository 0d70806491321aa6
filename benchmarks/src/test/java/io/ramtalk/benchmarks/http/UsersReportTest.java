package io.ramtalk.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class UsersReportTest {
  @Test
  void run_manyUsers_readsThemAllAndSaysWhatAListTakes() throws Exception {
    var out = new ByteArrayOutputStream();

    UsersReport.run(100_000, 1, 64, new PrintStream(out, true, UTF_8));

    assertThat(out.toString(UTF_8)).contains("100,000 users")
        .containsPattern("each takes [1-9][\\d,]* bytes")
        .containsPattern("bytes of heap for a list under way .*: (met|missed)");
  }
}
