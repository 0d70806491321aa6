package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouterTest {
  private final RamTalk talk = RamTalk.create();
  private RamTalkServer server;

  @BeforeEach
  void start() throws IOException {
    server = RamTalkServer.builder().messenger(talk).port(0).build().start();
  }

  @AfterEach
  void stop() {
    server.close();
    talk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /users, 200, ",
    "GET, /%75sers, 200, ",
    "GET, /users?after=1, 404, user_not_found",
    "GET, /users?limit=1, 200, ",
    "GET, /livez, 200, ",
    "GET, /, 200, ",
    "GET, //, 404, route_not_found",
    "GET, /Users, 404, route_not_found",
    "GET, /users/, 200, ",
    "GET, /livez/, 200, ",
    "GET, /docs/, 308, ",
    "GET, /openapi.json/, 200, ",
    "GET, /users/x/, 404, user_not_found",
    "GET, /users//, 404, user_not_found",
    "GET, /livez//, 404, route_not_found",
    "GET, /users/x, 404, user_not_found",
    "GET, /users/x/image, 404, user_not_found",
    "GET, /users/x/images, 404, route_not_found",
    "GET, /receive, 404, route_not_found",
    "GET, /receive/, 404, route_not_found",
    "GET, /receive/a/b, 404, route_not_found",
    "GET, /receive/a%2fb, 404, user_not_found",
    "GET, /receive/%c3%a4, 404, user_not_found",
    "GET, /receive/%ff, 404, user_not_found",
    "OPTIONS, *, 404, route_not_found",
  })
  void path_finds(String method, String path, int status, String code) throws IOException {
    var response = ask(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(response.status()).isEqualTo(status);
    if (code != null) {
      assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
      assertThat(response.text()).contains("\"code\":\"" + code + "\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /signup, 'OPTIONS, POST'",
    "PUT, /send, 'OPTIONS, POST'",
    "DELETE, /receive/x, 'GET, OPTIONS, POST'",
    "GET, /receive/x/ack, 'OPTIONS, POST'",
    "PUT, /users/x, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST'",
    "PATCH, /users/x/image, 'DELETE, GET, HEAD, OPTIONS, PUT'",
    "POST, /users, 'GET, HEAD, OPTIONS'",
    "POST, /users/, 'GET, HEAD, OPTIONS'",
    "get, /users, 'GET, HEAD, OPTIONS'",
    "SAY, /livez, 'GET, HEAD, OPTIONS'",
  })
  void method_notInTheTable_405WithAllow(String method, String path, String allowed)
      throws IOException {
    var response = ask(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers()).containsEntry("allow", allowed);
    assertThat(response.text()).contains("\"code\":\"method_not_allowed\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "gzip, chunked", "identity"})
  void transferEncoding_notChunked_refusedAndConnectionClosed(String coding) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send("POST /signup HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + coding
          + "\r\n\r\nGET /users HTTP/1.1\r\nHost: localhost\r\n\r\n");

      var response = connection.response();

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).contains("\"code\":\"transfer_encoding_unsupported\"");
      assertThat(connection.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "GET /receive/%zz HTTP/1.1\r\nHost: localhost\r\n",
    "GET /receive/%2 HTTP/1.1\r\nHost: localhost\r\n",
    "GET /users?after=%zz HTTP/1.1\r\nHost: localhost\r\n",
    "GET /receive/\u00c3\u00a4 HTTP/1.1\r\nHost: localhost\r\n",
    "GET /users HTTP/1.1\r\n",
    "GET /users HTTP/1.1\r\nHost: a b\r\n",
    "GET /users HTTP/1.1\r\nHost: localhost\r\nno colon\r\n",
    "GET /users\r\n",
    "PRI * HTTP/2.0\r\n",
    "POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n",
    "POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9223372036854775807\r\n",
    "POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
    "POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
        + "Transfer-Encoding: chunked\r\n",
  })
  void head_thatIsNoHttp_empty400AndConnectionClosed(String head) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(head + "\r\n");

      assertThat(connection.response().status()).isEqualTo(400);
      assertThat(connection.isAtEnd()).isTrue();
    }
  }

  private RawConnection.Response ask(String request) throws IOException {
    return RawConnection.ask(server.port(), request.getBytes(StandardCharsets.ISO_8859_1));
  }
}
