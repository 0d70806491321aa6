package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the HTTP standards for rare or malicious requests. */
final class ConformanceTest {
  private static final String CODED = "{\"mobile\":\"01733333333\"}";

  private static OtpServer server;

  @BeforeAll
  static void start() {
    server = new OtpServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez;", "/livez;x", "/livez;x=y", "/;x/livez", "/stats;x", "/;/stats",
      "/users/..;/livez", "/livez%3Bx", "/livez;x?y=z"})
  void path_withASemicolon_leadsNowhere(String path) throws IOException {
    var response = RawConnection.ask(server.port(),
        TestServer.get(path).getBytes(StandardCharsets.US_ASCII));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text()).contains("\"code\":\"route_not_found\"");
  }

  @Test
  void query_withASemicolon_taken() throws IOException {
    var response = RawConnection.ask(server.port(),
        TestServer.get("/livez?x=;y").getBytes(StandardCharsets.US_ASCII));

    assertThat(response.status()).isEqualTo(200);
  }

  /** RFC 9110, sections 8.4 and 15.5.16. */
  @ParameterizedTest
  @CsvSource({"/login, application/json, gzip",
      "/login, application/json, 'identity\r\nContent-Encoding: br'",
      "/otp, application/json, 'identity, gzip'",
      "/send, application/x-ndjson, gzip", "/send, application/json, x"})
  void body_compressed_415AndNextRequestAnswered(String path, String type, String coding)
      throws IOException {
    var token = server.logIn("01744444444").token();
    try (var connection = new RawConnection(server.port())) {
      connection.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
          + token + "\r\nContent-Type: " + type + "\r\nContent-Encoding: " + coding
          + "\r\nContent-Length: " + CODED.length() + "\r\n\r\n" + CODED
          + TestServer.get("/livez"));

      var response = connection.response();

      assertThat(response.status()).isEqualTo(415);
      assertThat(response.text()).contains("\"code\":\"content_encoding_unsupported\"");
      assertThat(response.headers()).containsEntry("accept-encoding", "identity");
      assertThat(connection.response().status()).isEqualTo(200);
    }
  }

  @Test
  void body_identity_read() throws IOException {
    var response = RawConnection.ask(server.port(), ("POST /otp HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json\r\nContent-Encoding: identity\r\nContent-Length: "
        + CODED.length() + "\r\n\r\n" + CODED).getBytes(StandardCharsets.US_ASCII));

    assertThat(response.status()).isEqualTo(202);
  }

  /** RFC 6750, section 3: the challenge names no error if the request had no token. */
  @Test
  void token_wrong_challengeSaysSo() {
    assertThat(server.as("", "GET", "/users", "").header("WWW-Authenticate"))
        .isEqualTo("Bearer");
    assertThat(server.as("rt_wrong", "GET", "/users", "").header("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"invalid_token\"");
  }
}
