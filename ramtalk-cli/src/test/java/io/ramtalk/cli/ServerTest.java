package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String[] SEND = {"send", "--from", "1", "--to", "2", "Hello"};

  @ParameterizedTest
  @CsvSource({"400, x, 1", "400, mailbox_full, 6", "401, x, 5", "403, x, 5", "404, x, 3",
      "409, too_many_users, 6", "413, x, 1", "422, x, 1", "429, x, 6", "500, x, 1", "503, x, 1",
      "507, x, 6"})
  void refusal_ofEachKind_hasItsExitCode(int status, String code, int exitCode)
      throws IOException {
    var problem = "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":" + status
        + ",\"detail\":\"It is so\\u001b\",\"errors\":[{\"a\":1}],\"code\":\"" + code + "\"}";
    try (var server = CannedServer.answering(status + " T", PROBLEM, problem)) {
      for (var run : new CommandRun[] {server.run("users"), server.run(SEND)}) {
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("ramtalk: It is so\\u001b");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1 second", "119, 119 seconds", "120, 2 minutes", "121, 3 minutes",
      "7200, 2 hours", "86400, 24 hours"})
  void refusal_rateLimited_saysWhenToTryAgain(String seconds, String words) throws IOException {
    try (var server = new CannedServer(tooMany(seconds))) {
      var run = server.run("users");

      assertThat(run.exitCode()).isEqualTo(ExitCode.LIMITED);
      assertThat(run.err()).isEqualToIgnoringNewLines(
          "ramtalk: Too many; try again in " + words);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x", "99999999999", "Wed, 21 Oct 2026 07:28:00 GMT"})
  void refusal_rateLimitedUntilNobodyKnows_tellsTheRest(String retryAfter) throws IOException {
    try (var server = new CannedServer(tooMany(retryAfter))) {
      assertThat(server.run("users").err()).isEqualToIgnoringNewLines("ramtalk: Too many.");
    }
  }

  @ParameterizedTest
  @CsvSource({"token_missing, true", "token_invalid, true", "code_wrong, false", "x, false"})
  void refusal_forWantOfAToken_saysHowToLogIn(String code, boolean said) throws IOException {
    var problem = "{\"detail\":\"No\",\"code\":\"" + code + "\"}";
    try (var server = CannedServer.answering("401 T", PROBLEM, problem)) {
      var run = server.run("receive", "--user", "1", "--wait", "1h");

      assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
      assertThat(run.err()).isEqualToIgnoringNewLines(
          "ramtalk: No" + (said ? "; log in with: ramtalk login NUMBER" : ""));
      assertThat(server.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Bad gateway</html>", "{\"detail\":[{\"loc\":1}]}", "[]", "{"})
  void refusal_withoutSentence_tellsTheStatus(String body) throws IOException {
    try (var server = CannedServer.answering("502 Bad Gateway", "text/html", body)) {
      var run = server.run("users");

      assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(run.err()).contains("HTTP status 502");
    }
  }

  @Test
  void refusal_asksForAuthentication_isNotAllowed() throws IOException {
    var response = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n"
        + "WWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
    try (var server = new CannedServer(response)) {
      assertThat(server.run(SEND).exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
      assertThat(server.run("users").exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"text/html|<html>", "application/json|[]",
      "application/json|''"})
  void answer_ofAStranger_isUnreachable(String type, String body) throws IOException {
    try (var server = CannedServer.answering("200 OK", type, body)) {
      var run = server.run("users", "--json");

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("is not a RAMTalk server");
    }
  }

  @Test
  void answer_isNoHttp_isUnreachable() throws IOException {
    try (var server = new CannedServer("SSH-2.0-OpenSSH_9.9\r\n")) {
      assertThat(server.run("users").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--server"})
  void answer_cutShort_isUnreachableAndSaysSo(String option) throws IOException {
    var response =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n"
        + "{\"1\":{\"mobile\":\"017\",\"name\":\"Ana\"},\"2\":{\"mob";
    try (var server = new CannedServer(response)) {
      var run = option.equals("--json")
          ? server.run("users", option) : server.run("users", option, server.uri().toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.out()).contains("Ana");
      assertThat(run.err()).containsPattern("truncated|before the response was complete");
    }
  }

  @Test
  void post_connectionBreaks_isNotRepeated() throws IOException {
    try (var server = new CannedServer("")) {
      var run = server.run("signup", "--mobile", "017");

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.err()).contains("connection was lost");
      assertThat(server.heads()).hasSize(1);
    }
  }

  @Test
  void request_serverNeverAnswers_timesOut() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var environment = Map.of("RAMTALK_SERVER", "http://127.0.0.1:" + silent.getLocalPort());
      var soon = new Timeouts(Eventually.LIMIT, Duration.ofMillis(50), Duration.ZERO);

      for (var args : new String[][] {{"users"}, SEND}) {
        var run = CommandRun.of(environment, new byte[0], soon, args);

        assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(run.err()).contains("did not respond");
      }
    }
  }

  @Test
  void request_always_namesTheProgramAndClosesTheConnection() throws IOException {
    try (var server = CannedServer.answering("200 OK", "application/json", "{}")) {
      server.run("users");

      assertThat(server.heads().get(0)).startsWith("GET /users HTTP/1.1\n")
          .contains("User-Agent: ramtalk/", "Accept: application/json\n", "Connection: close\n")
          .doesNotContain("Authorization");
    }
  }

  @Test
  void request_tokenSet_carriesIt() throws IOException {
    try (var server = CannedServer.answering("200 OK", "application/json", "{}")) {
      var environment =
          Map.of("RAMTALK_SERVER", server.uri().toString(), "RAMTALK_TOKEN", "s3cret");

      CommandRun.of(environment, new byte[0], CommandRun.TIMEOUTS, SEND);

      assertThat(server.heads().get(0)).contains("Authorization: Bearer s3cret\n");
    }
  }

  @Test
  void request_redirected_doesNotFollow() throws IOException {
    try (var other = CannedServer.answering("200 OK", "application/json", "{}");
        var server = new CannedServer("HTTP/1.1 307 Temporary Redirect\r\nLocation: "
            + other.uri() + "\r\nContent-Length: 0\r\n\r\n")) {
      var run = server.run("users");

      assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(run.err()).contains("HTTP status 307");
      assertThat(other.heads()).isEmpty();
    }
  }

  @Test
  void request_addressWithPath_keepsIt() throws IOException {
    try (var server = CannedServer.answering("200 OK", "application/json", "{}")) {
      server.run("users", "--server", server.uri() + "/talk/");

      assertThat(server.heads().get(0)).startsWith("GET /talk/users HTTP/1.1\n");
    }
  }

  private static String tooMany(String retryAfter) {
    return "HTTP/1.1 429 T\r\nRetry-After: " + retryAfter + "\r\nContent-Type: " + PROBLEM
        + "\r\nConnection: close\r\n\r\n{\"detail\":\"Too many.\",\"code\":\"x\"}";
  }
}
