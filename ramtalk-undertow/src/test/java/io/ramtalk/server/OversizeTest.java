package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.internal.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route that takes a body, with a body that is far too long. */
final class OversizeTest {
  private static final Pattern LIMIT = Pattern.compile("Body exceeds (\\d+) bytes");
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final int IMAGE_BYTES = 51_200;
  private static final int MORE_BYTES = 64 << 10;
  private static final int CHUNK_BYTES = 4 << 10;
  private static final int LONG_BYTES = 4 << 20;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Route> routes() {
    return server.server().routes().stream()
        .filter(route -> WITH_BODY.contains(route.method()))
        .filter(route -> !route.template().equals("/receive/{id}")).toList();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void announced_refusedBeforeABodyIsSent(Route route) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      var response = connection.send(head(route, "Content-Length: 10000000000")).response();

      assertThat(response.status()).isIn(400, 413);
      assertThat(response.text()).containsAnyOf("body_too_large", "image_too_large");
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void endlessChunks_refusedSoonAfterTheLimit(Route route) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(head(route, "Transfer-Encoding: chunked"));
      for (int sent = 0; sent < limit(route) + MORE_BYTES; sent += CHUNK_BYTES) {
        connection.send(Integer.toHexString(CHUNK_BYTES) + "\r\n" + "x".repeat(CHUNK_BYTES)
            + "\r\n");
      }

      var response = connection.response();

      assertThat(response.status()).isIn(400, 413);
      assertThat(response.text()).containsAnyOf("body_too_large", "image_too_large");
    }
  }

  /** A reset for unread bytes could destroy the response before the client has read it. */
  @ParameterizedTest
  @MethodSource("routes")
  void sentToItsEndOnAConnectionThatCloses_notResetBefore(Route route) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(head(route, "Connection: close\r\nContent-Length: " + LONG_BYTES));
      for (int sent = 0; sent < LONG_BYTES; sent += CHUNK_BYTES) {
        connection.send("x".repeat(CHUNK_BYTES));
      }

      var response = connection.response();

      assertThat(response.text()).containsAnyOf("body_too_large", "image_too_large");
      assertThat(connection.isAtEnd()).isTrue();
    }
  }

  private static int limit(Route route) throws IOException {
    var refusal = RawConnection.ask(
        server.port(), head(route, "Content-Length: 10000000000").getBytes()).text();
    var limit = LIMIT.matcher(refusal);
    return limit.find() ? Integer.parseInt(limit.group(1)) : IMAGE_BYTES;
  }

  private static String head(Route route, String length) {
    return route.method() + " " + route.template().replace("{id}", server.bo())
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + length
        + "\r\n\r\n";
  }
}
