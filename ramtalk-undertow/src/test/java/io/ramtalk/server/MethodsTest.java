package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.ProfileChange;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Problems;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses to HEAD and OPTIONS, and the status lines that clients see. */
final class MethodsTest {
  private static final int MAX_WAIT_MILLIS = 120_000;

  private final TestServer server = new TestServer();

  @BeforeEach
  void addPicture() {
    server.talk().change(
        UserId.parse(server.ana()), ProfileChange.none().image(Pictures.png(20_000)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livez", "/livez/", "/readyz", "/users", "/users/01711111111",
      "/users/01711111111/image", "/sent/01711111111", "/export/01711111111", "/stats", "/metrics",
      "/docs", "/openapi.json", "/page/app.js", "/users?mobile=01711111111"})
  void head_ofWhatOnlyLooks_isTheHeadOfGet(String path) throws IOException {
    var get = ask("GET", path);

    var head = ask("HEAD", path);

    assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    assertThat(names(head)).isEqualTo(names(head(get)));
    if (!path.equals("/stats") && !path.equals("/metrics")) { // The lengths of these two vary.
      assertThat(header(head, "content-length")).isEqualTo(header(head(get), "content-length"));
    }
  }

  @Test
  void head_ofALongList_endsWithItsHead() throws IOException {
    for (int i = 0; i < 2_000; i++) {
      server.talk().signUp("018" + (10_000_000 + i));
    }

    var head = ask("HEAD", "/users");

    assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n")
        .doesNotContain("Content-Length");
  }

  @Test
  void head_onOneConnection_leavesItInStep() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send("HEAD /users HTTP/1.1\r\nHost: localhost\r\n\r\n"
          + "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      assertThat(connection.rest()).contains("HTTP/1.1 200 OK").contains("\"status\":\"ok\"")
          .doesNotContain("01711111111");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/receive/01722222222", "/inbox/01722222222", "/stream/01722222222",
      "/ws/01722222222", "/signup", "/send"})
  void head_ofWhatChangesSomething_405(String path) throws IOException {
    server.send("Hello");

    assertThat(ask("HEAD", path)).startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .endsWith("\r\n\r\n");
    assertThat(server.talk().receive(server.boId())).hasSize(1);
  }

  @Test
  void head_ofNothing_404WithoutABody() throws IOException {
    assertThat(ask("HEAD", "/nowhere")).startsWith("HTTP/1.1 404 Not Found\r\n")
        .endsWith("\r\n\r\n");
    assertThat(ask("HEAD", "/users/01799999999")).startsWith("HTTP/1.1 404 Not Found\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/users, 'GET, HEAD, OPTIONS'", "/users/, 'GET, HEAD, OPTIONS'",
    "/receive/x, 'GET, OPTIONS, POST'", "/send, 'OPTIONS, POST'",
    "/users/x, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST'", "/, 'GET, HEAD, OPTIONS'"
  })
  void options_ofAPath_204WithAllow(String path, String allowed) throws IOException {
    var response = ask("OPTIONS", path);

    assertThat(response).startsWith("HTTP/1.1 204 No Content\r\n").endsWith("\r\n\r\n");
    assertThat(header(response, "allow")).isEqualTo(allowed);
  }

  @Test
  void options_ofNothing_404() throws IOException {
    assertThat(ask("OPTIONS", "/nowhere")).startsWith("HTTP/1.1 404 Not Found\r\n");
  }

  @Test
  void reason_ofAHostOfSomeoneElse_isThatOfTheRfc() throws IOException {
    assertThat(ask("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 Misdirected Request\r\n");
  }

  @Test
  void title_ofEveryStatus_isAName() {
    for (int status = 400; status < 600; status++) {
      assertThat(Problems.title(status)).as("%d", status).isNotEqualTo("Unknown").isNotBlank();
    }
  }

  private String ask(String method, String path) throws IOException {
    return ask(method + " " + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  private String ask(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(MAX_WAIT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String head(String response) {
    return response.substring(0, response.indexOf("\r\n\r\n"));
  }

  private static List<String> names(String head) {
    return head.lines().filter(line -> line.contains(": "))
        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
        .sorted().toList();
  }

  private static String header(String head, String name) {
    return head.lines().filter(line -> line.toLowerCase(Locale.ROOT)
        .startsWith(name + ": ")).map(line -> line.substring(name.length() + 2)).findFirst()
        .orElse("");
  }
}
