package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Arrival of request bodies: in pieces, truncated or different from the announced length. */
final class RequestBodyTest {
  private static final String HEAD = "POST /signup HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: application/x-www-form-urlencoded\r\n";

  private final ControlledServer server = new ControlledServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void body_arrivingByteByByte_read() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Content-Length: 18\r\n\r\n");
      for (char c : "mobile=01711111111".toCharArray()) {
        connection.send(String.valueOf(c));
      }

      assertThat(connection.response().status()).isEqualTo(200);
    }
  }

  @Test
  void body_inChunks_read() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n7\r\nmobile=\r\n");
      connection.send("B;name=value\r\n01711111111\r\n0\r\n\r\n");

      assertThat(connection.response().status()).isEqualTo(200);
    }
  }

  @Test
  void body_shorterThanAnnounced_refused() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Content-Length: 19\r\n\r\nmobile=01711111111").endOutput();

      var response = connection.response();

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).contains("\"code\":\"body_incomplete\"");
      assertThat(connection.isAtEnd()).isTrue();
      assertThat(server.talk().users()).isEmpty();
    }
  }

  @Test
  void body_inBrokenChunks_isRejected() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\nmobile=01711111111\r\n");

      var response = connection.response();

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).contains("\"code\":\"body_incomplete\"");
      assertThat(connection.isAtEnd()).isTrue();
      assertThat(server.talk().users()).isEmpty();
    }
  }
}
