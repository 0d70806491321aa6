package io.ramtalk.cli.internal.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.cli.CannedServer;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.client.Timeouts;
import io.ramtalk.cli.internal.client.Token;
import io.ramtalk.cli.internal.client.Trust;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The names shown for users, and the requests they cost. */
final class NamesTest {
  private static final String ANA =
      "{\"user_id\":\"1\",\"mobile\":\"01711111111\",\"name\":\"Ana\"}";

  @Test
  void of_sameUserAgain_isNotAskedForAgain() throws IOException {
    try (var server = CannedServer.answering("200 OK", "application/json", ANA)) {
      var names = names(server.uri(), false);

      for (int i = 0; i < 5; i++) {
        assertThat(names.of("1")).isEqualTo("Ana");
        assertThat(names.of("2")).isEqualTo("Ana");
      }

      assertThat(server.heads()).hasSize(2);
    }
  }

  @Test
  void of_moreUsersThanAreKept_keepsTheLatest() throws IOException {
    try (var server = CannedServer.answering("200 OK", "application/json", ANA)) {
      var names = names(server.uri(), false);

      for (int i = 0; i <= Names.MAX_KEPT; i++) {
        names.of("u" + i);
      }
      names.of("u1");
      names.of("u0");

      assertThat(server.heads()).hasSize(Names.MAX_KEPT + 2);
    }
  }

  @Test
  void of_ids_asksNobody() throws IOException {
    try (var server = CannedServer.answering("200 OK", "application/json", ANA)) {
      assertThat(names(server.uri(), true).of("1\u001b")).isEqualTo("1\\u001b");
      assertThat(server.heads()).isEmpty();
    }
  }

  @Test
  void of_userNotFound_idFromThenOn() throws IOException {
    try (var server = CannedServer.answering("404 Not Found", "application/problem+json",
        "{\"detail\":\"User not found\",\"code\":\"user_not_found\"}")) {
      var names = names(server.uri(), false);

      assertThat(names.of("1")).isEqualTo("1");
      assertThat(names.of("1")).isEqualTo("1");

      assertThat(server.heads()).hasSize(1);
    }
  }

  @Test
  void of_serverCutsOff_notAskedUntilRetry() throws IOException {
    try (var server = new CannedServer("")) {
      var names = names(server.uri(), false);

      assertThat(names.of("1")).isEqualTo("1");
      int asked = server.heads().size();
      assertThat(names.of("2")).isEqualTo("2");
      assertThat(server.heads()).hasSize(asked);
      names.retry();
      names.of("2");

      assertThat(server.heads().size()).isGreaterThan(asked);
    }
  }

  @Test
  void of_nameless_number() throws IOException {
    try (var server = CannedServer.answering(
        "200 OK", "application/json", "{\"mobile\":\"*********11\",\"name\":\"\"}")) {
      assertThat(names(server.uri(), false).of("1")).isEqualTo("*********11");
    }
  }

  private static Names names(URI server, boolean areIds) throws IOException {
    var timeouts = new Timeouts(Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMillis(1));
    return new Names(new Server(server.toURL(), Token.NONE, new Trust(null), timeouts), areIds);
  }
}
