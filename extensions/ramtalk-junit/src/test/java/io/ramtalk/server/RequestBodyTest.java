package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import io.ramtalk.junit.RamTalkTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How bodies arrive: in pieces, cut short, or otherwise than announced. */
@Timeout(20)
@RamTalkTest
final class RequestBodyTest {
  private static final String HEAD = "POST /signup HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: application/x-www-form-urlencoded\r\n";

  @Test
  void body_arrivingByteByByte_read(RamTalkServer server) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Content-Length: 18\r\n\r\n");
      for (char c : "mobile=01711111111".toCharArray()) {
        connection.send(String.valueOf(c));
      }

      assertThat(connection.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void body_inChunks_read(RamTalkServer server) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n7\r\nmobile=\r\n");
      connection.send("B;name=value\r\n01711111111\r\n0\r\n\r\n");

      assertThat(connection.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void body_shorterThanAnnounced_refused(RamTalkServer server, RamTalk talk)
      throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Content-Length: 19\r\n\r\nmobile=01711111111").endOutput();

      var answer = connection.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("\"code\":\"body_incomplete\"");
      assertThat(connection.isAtEnd()).isTrue();
      assertThat(talk.users()).isEmpty();
    }
  }

  @Test
  void body_inBrokenChunks_refused(RamTalkServer server, RamTalk talk) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\nmobile=01711111111\r\n");

      var answer = connection.answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("\"code\":\"body_incomplete\"");
      assertThat(connection.isAtEnd()).isTrue();
      assertThat(talk.users()).isEmpty();
    }
  }
}
