package io.ramtalk.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.benchmarks.HttpSignUps;
import io.ramtalk.benchmarks.Person;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartingServerTest {
  private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

  @Test
  void start_ramtalk_answersAndTakesMemory() throws Exception {
    try (var server = StartingServer.start(port -> List.of(JAVA, "-cp",
        System.getProperty("java.class.path"), "io.ramtalk.server.command.Main", "--port",
        String.valueOf(port)), Map.of())) {
      var user = new HttpSignUps(server.port()).user(Person.at(0));

      assertThat(user).hasSize(36);
      assertThat(server.millis()).isPositive();
      assertThat(server.idleMegabytes(0)).isGreaterThan(10);
    }
  }

  @Test
  void start_programThatEnds_isRefused() {
    assertThatThrownBy(() -> StartingServer.start(port -> List.of("false"), Map.of()))
        .isInstanceOf(IOException.class).hasMessageContaining("did not respond");
  }
}
