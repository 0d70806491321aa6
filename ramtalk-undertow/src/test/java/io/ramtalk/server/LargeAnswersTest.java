package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responses of 340 KB from a heap of 64 MB to clients that read slowly or not at all. */
final class LargeAnswersTest {
  private static final List<String> FLAGS =
      List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData");
  private static final int REFUSED_IN_A_ROW = 100;
  private static final int RECEIVE_BUFFER_BYTES = 4 << 10;

  @TempDir
  private Path directory;

  private ServerProcess server;
  private Caller caller;
  private String ana;

  @BeforeEach
  void start() throws IOException {
    server = ServerProcess.start(directory, List.of(), FLAGS, "--port", "0");
    caller = new Caller(server.uri());
    ana = caller.signUp("01711111111");
    var picture = Base64.getEncoder().encodeToString(Pictures.png(51_200));
    for (int i = 0; i < 5; i++) {
      assertThat(caller.send(ana, ana, "Look", "\"image\":\"" + picture + "\"").status())
          .isEqualTo(200);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void idleConnections_keepNoAnswer() throws IOException {
    var connections = new ArrayList<RawConnection>();
    for (int i = 0; i < 300; i++) {
      var connection = new RawConnection(server.uri().getPort());
      connections.add(connection);

      var response = connection.send(TestServer.get("/inbox/" + ana)).response();

      assertThat(response.body()).hasSizeGreaterThan(340_000);
    }
    assertThat(caller.get("/livez").status()).isEqualTo(200);
    for (var connection : connections) {
      connection.close();
    }
  }

  @Test
  void slowReaders_othersAreToldToWaitAndNothingIsLost() throws IOException {
    var connections = new ArrayList<RawConnection>();
    for (int refused = 0; refused < REFUSED_IN_A_ROW; refused++) {
      if (caller.get("/inbox/" + ana).status() == 200) {
        /* The kernel buffers some megabytes per connection; the remaining bytes wait in the
         * server. */
        connections.add(new RawConnection(server.uri().getPort(), RECEIVE_BUFFER_BYTES)
            .breakOnClose().send(TestServer.get("/inbox/" + ana).repeat(40)));
        refused = 0;
      }
    }

    var refused = caller.get("/receive/" + ana);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("code")).isEqualTo("busy");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(caller.get("/livez").status()).isEqualTo(200);
    assertThat(caller.get("/sent/" + ana).status()).isEqualTo(200);
    for (var connection : connections) {
      connection.close();
    }
    Eventually.that("there is room for the answer",
        () -> caller.get("/inbox/" + ana).status() == 200);
    assertThat(caller.get("/receive/" + ana).messages()).hasSize(5).allSatisfy(
        message -> assertThat(message.get("delivery_count").asInt()).isEqualTo(2));
  }
}
