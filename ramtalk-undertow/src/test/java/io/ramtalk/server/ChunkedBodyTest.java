package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunked bodies: the server reads what the grammar allows and rejects everything else. */
final class ChunkedBodyTest {
  private static final String SIGN_UP = "POST /signup HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String LIVE = TestServer.get("/livez");
  private static final String FORM = "mobile=01733333333";
  private static final String CHUNK = "12\r\n" + FORM + "\r\n";
  private static final int HEADER_BYTES = ConnectionLimit.HEADER_BYTES.defaultValue();

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
    CHUNK + "0\r\n\r\n",
    "000000000000012\r\n" + FORM + "\r\n000\r\n\r\n",
    "7\r\nmobile=\r\nb\r\n01733333333\r\n0\r\n\r\n",
    "7;a\r\nmobile=\r\nB ; a = \"b c\";d=\u00e4\r\n01733333333\r\n0;e\r\n\r\n",
    CHUNK + "0\r\nX-Sum: a\t\u00e4 b\r\nEmpty:\r\n\r\n",
  })
  void body_asTheGrammarAllows_readAndTheNextRequestToo(String body) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(SIGN_UP + body + LIVE);

      assertThat(connection.response().status()).isEqualTo(200);
      assertThat(connection.response().text()).contains("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    CHUNK + "0\r\nX-Sum: a\r\n\r\n",
    "7;name=value\r\nmobile=\r\n00b\r\n01733333333\r\n0\r\n\r\n",
  })
  void body_cutIntoPiecesAnywhere_read(String body) throws IOException {
    for (int cut = 1; cut < body.length(); cut++) {
      try (var connection = new RawConnection(server.port())) {
        connection.send(SIGN_UP + body.substring(0, cut));
        connection.send(body.substring(cut) + LIVE);

        assertThat(connection.response().status()).as("Cut at %d", cut).isEqualTo(200);
        assertThat(connection.response().text()).contains("ok");
      }
    }
  }

  @Test
  void body_byteByByte_read() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(SIGN_UP);
      for (char c : (CHUNK + "0;x\r\nX: y\r\n\r\n").toCharArray()) {
        connection.send(String.valueOf(c));
      }

      assertThat(connection.response().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "12\n" + FORM + "\r\n0\r\n\r\n",
    CHUNK + "0\n\n",
    CHUNK + "0\r\n\n",
    CHUNK + "0\r\nX: a\n\r\n",
    "12\r\n" + FORM + "\n0\r\n\r\n",
    "12;a\nb\r\n" + FORM + "\r\n0\r\n\r\n",
    "12;a\rb\r\n" + FORM + "\r\n0\r\n\r\n",
    "12;a\u0000\r\n" + FORM + "\r\n0\r\n\r\n",
    "12 \r\n" + FORM + "\r\n0\r\n\r\n",
    "12 a\r\n" + FORM + "\r\n0\r\n\r\n",
    "12,\r\n" + FORM + "\r\n0\r\n\r\n",
    "0x12\r\n" + FORM + "\r\n0\r\n\r\n",
    "+12\r\n" + FORM + "\r\n0\r\n\r\n",
    "-1\r\n" + FORM + "\r\n0\r\n\r\n",
    " 12\r\n" + FORM + "\r\n0\r\n\r\n",
    "\r\n12\r\n" + FORM + "\r\n0\r\n\r\n",
    ";a\r\n" + FORM + "\r\n0\r\n\r\n",
    "12\r\n" + FORM + "0\r\n\r\n",
    "13\r\n" + FORM + "\r\n0\r\n\r\n",
    "11\r\n" + FORM + "\r\n0\r\n\r\n",
    "10000000000000012\r\n" + FORM + "\r\n0\r\n\r\n",
    "0000000000000012\r\n" + FORM + "\r\n0\r\n\r\n",
    "ffffffffffffffff\r\n" + FORM + "\r\n0\r\n\r\n",
    CHUNK + "0\r\nno colon\r\n\r\n",
    CHUNK + "0\r\n: a\r\n\r\n",
    CHUNK + "0\r\nX : a\r\n\r\n",
    CHUNK + "0\r\nX: a\r\n b\r\n\r\n",
    CHUNK + "0\r\nX: a\rb\r\n\r\n",
    CHUNK + "0\r\nX: \u0000\r\n\r\n",
    CHUNK + "0\r\n\r\r\n",
  })
  void body_againstTheGrammar_refusedAndConnectionClosed(String body) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(SIGN_UP + body);

      var response = connection.response();

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).contains("\"code\":\"body_incomplete\"");
      assertThat(connection.rest()).isEmpty();
      assertThat(server.talk().find("01733333333")).isEmpty();
      assertThat(server.budget().used()).isEqualTo(usedByTwoUsers());
    }
  }

  /** Returns bodies whose extensions and trailers are exactly as long as a head may be. */
  static Stream<String> atTheLimit() {
    var most = "x".repeat(HEADER_BYTES - 1);
    var half = "x".repeat(HEADER_BYTES / 2 - 1);
    return Stream.of(
        "12;" + most + "\r\n" + FORM + "\r\n0\r\n\r\n",
        "7;" + half + "\r\nmobile=\r\nb;" + half + "\r\n01733333333\r\n0\r\n\r\n",
        CHUNK + "0\r\nX:" + most.substring(3) + "\r\n\r\n",
        CHUNK + "0\r\n" + most.substring(2) + ":\r\n\r\n",
        CHUNK + "0;" + half + "\r\n" + "X:\r\n".repeat(HEADER_BYTES / 8) + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("atTheLimit")
  void framing_asLongAsAHead_read(String body) throws IOException {
    assertThat(RawConnection.ask(server.port(), (SIGN_UP + body).getBytes("ISO-8859-1")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("atTheLimit")
  void framing_longerThanAHead_refused(String body) throws IOException {
    var longer = body.contains("X") ? body.replaceFirst("X", "XX")
        : body.replaceFirst("x", "xx");
    var response = RawConnection.ask(server.port(), (SIGN_UP + longer).getBytes("ISO-8859-1"));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains("\"code\":\"body_incomplete\"");
  }

  @Test
  void bulk_brokenBeforeTheFirstLine_refused() throws IOException {
    var response = RawConnection.ask(server.port(), ("POST /send HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "3\n{}\n\r\n").getBytes("ISO-8859-1"));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains("\"code\":\"body_incomplete\"");
  }

  private static long usedByTwoUsers() {
    try (var other = new TestServer()) {
      return other.talk().operations().budget().used();
    }
  }
}
