package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.cli.internal.client.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class HealthCommandTest {
  @Test
  void health_serverIsUp_saysOk() throws IOException {
    try (var server = RealServer.start()) {
      var run = server.run("health");

      assertThat(run.exitCode()).isZero();
      assertThat(run.line()).isEqualTo("ok");
      assertThat(server.run("health", "--json").line())
          .isEqualTo("{\"status\":\"ok\",\"access\":\"open\"}");
    }
  }

  @Test
  void health_serverIsDown_isUnreachable() throws IOException {
    var server = RealServer.start();
    var uri = server.uri();
    server.close();

    var run = CommandRun.of(uri, "health");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("ramtalk: cannot reach " + uri);
  }
}
