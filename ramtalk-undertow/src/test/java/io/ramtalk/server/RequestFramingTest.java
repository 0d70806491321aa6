package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a request body is unambiguous, whichever handler sends the response. */
final class RequestFramingTest {
  private static final String JSON = "Host: localhost\r\nContent-Type: application/json\r\n";

  /** The kernel alone buffers some megabytes of unread data. */
  private static final int MANY_BYTES = 32 << 20;

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "18446744073709551621", "0000000000000000005", "9223372036854775807", "+5", "-5", "5.0",
    "5, 5", "5,", "5 5", "0x5", "1e1", "\u00d9\u00a5", "5;", "\"5\"",
    "5\r\nContent-Length: 5", "5\r\nContent-Length: 6", "5\r\nTransfer-Encoding: chunked"})
  void contentLength_notUpTo18Digits_400AndConnectionClosed(String length) throws IOException {
    try (var connection = connect()) {
      connection.send("POST /signup HTTP/1.1\r\n" + JSON + "Content-Length: " + length
          + "\r\n\r\nhello" + TestServer.get("/livez"));

      assertThat(connection.response().status()).isEqualTo(400);
      assertThat(connection.rest()).isEmpty();
    }
  }

  @Test
  void contentLength_of18Digits_refusedAsTooLong() throws IOException {
    var response = RawConnection.ask(server.port(), ("POST /signup HTTP/1.1\r\n" + JSON
        + "Content-Length: 999999999999999999\r\n\r\n").getBytes());

    assertThat(response.status()).isEqualTo(413);
  }

  @Test
  void contentLength_withLeadingZeros_read() throws IOException {
    var response = RawConnection.ask(server.port(), ("POST /signup HTTP/1.1\r\n" + JSON
        + "Content-Length: 000000000000000002\r\n\r\n{}").getBytes());

    assertThat(response.text()).contains("\"code\":\"field_missing\"");
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.0, chunked", "HTTP/1.1, 'chunked, chunked'", "HTTP/1.1, xchunked",
      "HTTP/1.1, 'chunked, identity'", "HTTP/1.1, chunked;q=1"})
  void transferEncoding_otherThanChunked_400AndConnectionClosed(String protocol, String coding)
      throws IOException {
    try (var connection = connect()) {
      connection.send("POST /signup " + protocol + "\r\n" + JSON + "Transfer-Encoding: " + coding
          + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + TestServer.get("/livez"));

      assertThat(connection.response().text())
          .contains("\"code\":\"transfer_encoding_unsupported\"");
      assertThat(connection.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "100-continue, foo", "100-continue\r\nExpect: foo"})
  void expectation_unknown_417AndConnectionClosed(String expectation) throws IOException {
    try (var connection = connect()) {
      connection.send("POST /signup HTTP/1.1\r\n" + JSON + "Expect: " + expectation
          + "\r\nContent-Length: 2\r\n\r\n{}" + TestServer.get("/livez"));

      var response = connection.response();

      assertThat(response.status()).isEqualTo(417);
      assertThat(response.text()).contains("\"code\":\"expectation_failed\"");
      assertThat(connection.rest()).isEmpty();
    }
  }

  /** Such a request is rejected before any handler of this server sees the request. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 999999999\r\n\r\n",
      "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n",
      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: ",
      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX",
      "Transfer-Encoding: chunked\r\n\r\n2;"})
  void hostIsBad_andABodyWithoutEnd_connectionClosed(String rest) throws IOException {
    try (var connection = connect()) {
      connection.send("POST / HTTP/1.1\r\nHost: a b\r\n" + rest);

      assertThat(bytesTaken(connection)).isLessThan(MANY_BYTES);
    }
  }

  @Test
  void manyRequestsOnOneConnection_longerTogetherThanTheLimitOfAHead_answered()
      throws IOException {
    try (var connection = connect()) {
      var padding = "X: " + "x".repeat(10_000) + "\r\n";
      for (int i = 0; i < 100; i++) {
        connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n" + padding + "\r\n");

        assertThat(connection.response().status()).isEqualTo(200);
      }
    }
  }

  private RawConnection connect() throws IOException {
    return new RawConnection(server.port());
  }

  private static int bytesTaken(RawConnection connection) throws IOException {
    var piece = "v".repeat(64 << 10);
    int sent = 0;
    try {
      for (; sent < MANY_BYTES; sent += piece.length()) {
        connection.send(piece);
      }
    } catch (SocketException closed) {
      return sent;
    }
    return sent;
  }
}
