package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests from pages of other sites and with other host names. PORT is the server's port. */
final class BrowserDefencesTest {
  private static RamTalk talk;
  private static RamTalkServer server;
  private static String ana;

  @BeforeAll
  static void start() throws IOException {
    talk = RamTalk.create();
    server = RamTalkServer.builder().messenger(talk).port(0)
        .allowedHosts(List.of("chat.example", "proxy.example:8443"))
        .allowedOrigins(List.of("https://friend.example", "http://localhost:5173"))
        .insecureOpen(true).build().start();
    ana = talk.signUp("01711111111").user().id().toString();
  }

  @AfterAll
  static void stop() {
    server.close();
    talk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "localhost", "localhost:PORT", "LOCALHOST:PORT", "LocalHost", "127.0.0.1", "127.0.0.1:PORT",
    "localhost.", "localhost.:PORT", "LOCALHOST.",
    "[::1]", "[::1]:PORT", "[0:0:0:0:0:0:0:1]:PORT", "[0::1]:PORT", "chat.example",
    "Chat.Example:PORT", "chat.example:443", "proxy.example:8443", "PROXY.example:8443"})
  void host_ofThisServer_answered(String host) throws IOException {
    assertThat(get("/users", "Host: " + host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "evil.example", "evil.example:PORT", "localhost.evil.example", "evil-localhost:PORT",
    "localhost:1", "127.0.0.1:1", "127.0.0.2:PORT", "127.1:PORT", "2130706433:PORT",
    "0x7f000001:PORT", "0.0.0.0:PORT", "[::]:PORT", "[::2]", "[fe80::1]:PORT",
    "192.168.0.1", "10.0.0.1:PORT", "chat.example.evil.example", "evilchat.example",
    "sub.chat.example", "proxy.example", "proxy.example:443", "localhost..", "localhost.:1",
    "127.0.0.1.nip.io:PORT", "localtest.me:PORT", "a"})
  void host_ofSomethingElse_421(String host) throws IOException {
    var response = get("/users", "Host: " + host);

    assertThat(response.status()).isEqualTo(421);
    assertThat(response.text()).contains("\"host_not_allowed\"", "\"Misdirected Request\"");
  }

  @Test
  void host_none_onlyWithHttp10() throws IOException {
    assertThat(ask("GET /users HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
    assertThat(ask("GET /users HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:PORT, true",
    "https://friend.example, true",
    "http://localhost:5173, true",
    "http://friend.example, false",
    "https://friend.example:444, false",
    "https://friend.example.evil.example, false",
    "https://evil.example, false",
    "http://evil.example:PORT, false",
    "https://127.0.0.1:PORT, false",
    "http://127.0.0.1, false",
    "http://127.0.0.1:1, false",
    "http://localhost:PORT, false",
    "http://localhost, false",
    "http://[::1]:PORT, false",
    "HTTP://127.0.0.1:PORT, false",
    "http://127.0.0.1:PORT/, false",
    "http://127.0.0.1:PORT.evil.example, false",
    "file://, false",
    "null, false",
    "*, false",
  })
  void origin_letIn(String origin, boolean allowed) throws IOException {
    var headers = "Host: 127.0.0.1:PORT\r\nOrigin: " + origin;

    assertThat(post(headers).status()).isEqualTo(allowed ? 422 : 403);
    assertThat(get("/receive/" + ana, headers).status()).isEqualTo(allowed ? 200 : 403);
    assertThat(get("/inbox/" + ana, headers).status()).isEqualTo(allowed ? 200 : 403);
    assertThat(get("/users", headers).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "Sec-Fetch-Site: same-origin | true",
    "Sec-Fetch-Site: none | true",
    "Sec-Fetch-Site: same-site | false",
    "Sec-Fetch-Site: cross-site | false",
    "Sec-Fetch-Site: something-new | false",
    "Sec-Fetch-Site: cross-site\\r\\nOrigin: https://friend.example | true",
    "Sec-Fetch-Site: cross-site\\r\\nOrigin: http://127.0.0.1:PORT | false",
    "Sec-Fetch-Site: same-origin\\r\\nOrigin: http://evil.example | false",
    "Sec-Fetch-Site: same-origin\\r\\nOrigin: http://127.0.0.1:PORT | true",
    "Sec-Fetch-Site: none\\r\\nSec-Fetch-Mode: navigate\\r\\nSec-Purpose: prefetch | false",
  })
  void fetchSite_letIn(String lines, boolean allowed) throws IOException {
    var headers = "Host: 127.0.0.1:PORT\r\n" + lines.replace("\\r\\n", "\r\n");

    assertThat(post(headers).status()).isEqualTo(allowed ? 422 : 403);
    assertThat(get("/receive/" + ana, headers).status()).isEqualTo(allowed ? 200 : 403);
    assertThat(get("/stream/" + ana + "?ack=no", headers).status())
        .isEqualTo(allowed ? 422 : 403);
    assertThat(get("/ws/" + ana, headers).status()).isEqualTo(allowed ? 426 : 403);
  }

  @Test
  void preflight_ofListedOrigin_answered() throws IOException {
    var response = preflight("https://friend.example");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers())
        .containsEntry("access-control-allow-origin", "https://friend.example")
        .containsEntry("access-control-allow-methods", "POST")
        .containsEntry("vary", "Origin")
        .doesNotContainKeys("access-control-allow-credentials",
            "access-control-allow-private-network");
    assertThat(response.headers().get("access-control-allow-headers")).contains("Authorization");
  }

  @Test
  void preflight_ofOthers_refused() throws IOException {
    var response = preflight("https://evil.example");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers()).doesNotContainKeys("access-control-allow-origin",
        "access-control-allow-methods", "access-control-allow-headers");
  }

  @Test
  void answer_toListedOrigin_mayBeRead() throws IOException {
    var friend = get("/users", "Host: localhost\r\nOrigin: https://friend.example");
    var other = get("/users", "Host: localhost\r\nOrigin: https://evil.example");

    assertThat(friend.headers())
        .containsEntry("access-control-allow-origin", "https://friend.example");
    assertThat(other.headers()).doesNotContainKeys("access-control-allow-origin");
  }

  @Test
  void everyAnswer_isWhatItSaysAndMayNotBeKept() throws IOException {
    for (var path : List.of("/users", "/livez", "/nothing", "/export/" + ana)) {
      assertThat(get(path, "Host: localhost").headers()).as(path)
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("cache-control", "no-store");
    }
  }

  @Test
  void picture_isSandboxed() throws IOException {
    new Caller(server.uri()).put("/users/" + ana + "/image", Pictures.png(1_000));

    assertThat(get("/users/" + ana + "/image", "Host: localhost").headers())
        .containsEntry("content-security-policy", "default-src 'none'; sandbox")
        .containsEntry("cross-origin-resource-policy", "same-origin")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("content-type", "image/png");
  }

  private static RawConnection.Response preflight(String origin) throws IOException {
    return ask("OPTIONS /send HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
        + "\r\nAccess-Control-Request-Method: POST\r\n"
        + "Access-Control-Request-Private-Network: true\r\n\r\n");
  }

  private static RawConnection.Response post(String headers) throws IOException {
    return ask("POST /send HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
        + headers + "\r\n\r\n{}");
  }

  private static RawConnection.Response get(String path, String headers) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n\r\n");
  }

  private static RawConnection.Response ask(String request) throws IOException {
    return RawConnection.ask(server.port(), request
        .replace("PORT", String.valueOf(server.port())).getBytes(StandardCharsets.US_ASCII));
  }
}
