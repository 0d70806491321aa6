package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.print.StatsPaintTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatsCommandTest {
  private static final String JSON = "application/json";

  @Test
  void stats_printsAReport() throws IOException {
    try (var server = CannedServer.answering("200 OK", JSON, StatsPaintTest.json(61, 1_000))) {
      var run = server.run("stats");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("RAMTalk at " + server.uri(), "up 1 min 1 s",
          "50 %  512 MiB of 1.0 GiB", "9 waiting  2 leased", "sent 1,000, delivered 3",
          "refused 43", "rate_limited 40  mailbox_full 3");
      assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
      assertThat(server.heads().get(0)).startsWith("GET /stats ");
    }
  }

  @Test
  void stats_json_isTheServersOwn() throws IOException {
    try (var server = CannedServer.answering("200 OK", JSON, "{\"users\":1}")) {
      assertThat(server.run("stats", "--json").line()).isEqualTo("{\"users\":1}");
    }
  }

  @Test
  void watch_withoutTerminal_printsALineForEachLook() throws IOException {
    try (var server = CannedServer.answering("200 OK", JSON, StatsPaintTest.json(61, 1_000))) {
      var run = server.run("stats", "--watch", "--every", "0.01", "--count", "3");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.contains("users 12,345"));
      assertThat(run.out()).doesNotContain("\u001b");
      assertThat(server.heads()).hasSize(3);
    }
  }

  @Test
  void stats_withoutAdminToken_isNotAllowed() throws IOException {
    try (var server = CannedServer.answering("403 Forbidden", "application/problem+json",
        "{\"status\":403,\"code\":\"admin_only\",\"detail\":\"This is for who runs it\"}")) {
      var run = server.run("stats", "--watch");

      assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
      assertThat(run.err()).contains("This is for who runs it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--every=0", "--every=soon", "--count=0"})
  void watch_wrongOptions_areRefused(String option) throws IOException {
    try (var server = CannedServer.answering("200 OK", JSON, "{}")) {
      assertThat(server.run("stats", "--watch", option).exitCode()).isEqualTo(ExitCode.USAGE);
    }
  }
}
