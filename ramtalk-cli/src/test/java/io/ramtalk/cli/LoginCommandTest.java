package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginCommandTest {
  private static final String ANA = "01711111111";
  private static final String TOKEN = "rt_[A-Za-z0-9_-]{43}";

  private final VirtualClock clock = VirtualClock.startingAt(Instant.EPOCH);
  private final Postman postman = new Postman();

  @TempDir
  private Path home;
  private RealServer server;
  private Desk desk;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.closed(RamTalk.builder().clock(clock).build(), postman);
    desk = Desk.at(server.uri(), home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void login_codeTyped_keepsTheTokenAndSaysWho() throws Exception {
    try (var login = desk.start("login", "017-1111 1111", "--name", "Ana")) {
      login.awaitErr("Enter the code that was sent to 017-1111 1111:");
      var code = postman.next(ANA);
      login.type(code.substring(0, 3) + " " + code.substring(3));

      var run = login.awaitEnd();

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).matches("created [0-9a-f-]{36}\\R");
      assertThat(run.err()).endsWith("Logged in as 017-1111 1111. The token is stored in "
          + desk.tokens() + "." + System.lineSeparator());
      assertThat(server.talk().user(UserId.parse(run.id())).name()).isEqualTo("Ana");
      assertThat(desk.run("profile").out()).contains(run.id(), "017-1111 1111", "Ana");
    }
  }

  @Test
  void login_codeWrong_isAskedForAgain() throws Exception {
    try (var login = desk.start("login", ANA)) {
      var code = postman.next(ANA);
      login.type(other(code));
      login.awaitErr("The code is wrong or has expired. Enter it again:");
      login.type(code);

      assertThat(login.awaitEnd().exitCode()).isZero();
    }
  }

  @Test
  void login_codeWrongThreeTimesOrToTheEnd_isNotAllowed() throws Exception {
    try (var login = desk.start("login", ANA)) {
      var wrong = other(postman.next(ANA));
      login.type(wrong + "\n" + wrong + "\n" + wrong);

      var run = login.awaitEnd();

      assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
      assertThat(run.err()).endsWith("ramtalk: The code is wrong or has expired"
          + System.lineSeparator());
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(desk.reading("none", "login", ANA).exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(desk.run("login", ANA, "--code", "none").exitCode())
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void login_nothingTyped_isUsageError() {
    assertThat(desk.run("login", ANA).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(desk.run("login").err()).contains("Enter your mobile number:", "input ended");
    assertThat(desk.reading("9".repeat(Input.MAX_LINE_BYTES + 1), "login").err())
        .contains("more than 256 bytes");
  }

  @Test
  void login_again_needsNoNumber() throws Exception {
    var id = postman.logIn(desk, ANA);
    clock.advance(Duration.ofMinutes(1));

    var asked = desk.run("login");
    var run = desk.run("login", "--code", postman.next(ANA));

    assertThat(asked.err()).contains("sent to " + ANA);
    assertThat(run.line()).isEqualTo("exists " + id);
  }

  @Test
  void login_numberTyped_isTaken() throws Exception {
    try (var login = desk.start("login")) {
      login.awaitErr("Enter your mobile number:");
      login.type(" " + ANA + " ");
      login.type(postman.next(ANA));

      assertThat(login.awaitEnd().line()).startsWith("created ");
    }
  }

  @Test
  void login_printToken_keepsNothing() throws Exception {
    desk.run("login", ANA, "--print-token");

    var run = desk.run("login", ANA, "--print-token", "--code", postman.next(ANA));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.line()).matches(TOKEN);
    assertThat(home).isEmptyDirectory();
    assertThat(desk.run("users").exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(desk.with("RAMTALK_TOKEN", run.line()).run("users").exitCode()).isZero();
  }

  @Test
  void login_json_hasTheTokenOnlyWhereItIsPrinted() throws Exception {
    desk.run("login", ANA);
    var kept = desk.run("login", ANA, "--json", "--code", postman.next(ANA)).out();
    clock.advance(Duration.ofMinutes(1));
    desk.run("login", ANA);
    var printed =
        desk.run("login", ANA, "--json", "--print-token", "--code", postman.next(ANA)).out();

    assertThat(new ObjectMapper().readTree(kept).properties()).extracting(Map.Entry::getKey)
        .containsExactly("status", "user_id", "expires_at");
    assertThat(new ObjectMapper().readTree(printed).get("token").asText()).matches(TOKEN);
  }

  @Test
  void login_variableHasAToken_saysThatItGoesBefore() throws Exception {
    desk.run("login", ANA);

    var run = desk.with("RAMTALK_TOKEN", "other").run("login", ANA, "--code", postman.next(ANA));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("RAMTALK_TOKEN is set and takes precedence over that token.");
  }

  @Test
  void login_tooSoonAgain_isLimitedAndSaysWhenToTryAgain() {
    desk.run("login", ANA);

    var run = desk.run("login", ANA);

    assertThat(run.exitCode()).isEqualTo(ExitCode.LIMITED);
    assertThat(run.err()).endsWith("; try again in 30 seconds" + System.lineSeparator());
  }

  @Test
  void login_numberInvalid_isRefused() {
    var run = desk.run("login", "abc");

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).startsWith("ramtalk: Mobile number").contains("abc");
  }

  @Test
  void login_noPlaceForTheToken_sendsNoCode() {
    var homeless = new Desk(Map.of("RAMTALK_SERVER", server.uri().toString(),
        "XDG_CONFIG_HOME", "relative"), home);

    var run = homeless.run("login", ANA);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("neither HOME nor XDG_CONFIG_HOME", "--print-token");
    assertThat(postman.hasNone()).isTrue();
    assertThat(homeless.run("login", ANA, "--print-token").err()).contains("Enter the code");
  }

  @Test
  void login_openServer_isRefusedBecauseItNeedsNone() throws IOException {
    try (var open = RealServer.start()) {
      for (var args : new String[][] {{"login", ANA}, {"login", ANA, "--code", "1"}}) {
        var run = Desk.at(open.uri(), home).run(args);

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).isEqualToIgnoringNewLines(
            "ramtalk: " + open.uri() + " is open to everyone and needs no login");
      }
    }
  }

  @Test
  void login_serverWithTokensOfItsOwn_isRefused() throws IOException {
    try (var custom = new ScriptedServer().answering(
        ScriptedServer.refusal(404, "route_not_found"), "{\"access\":\"custom\"}")) {
      var run = Desk.at(custom.uri(), home).run("login", ANA);

      assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(run.err()).contains("sends no codes");
    }
  }

  @Test
  void login_noSuchPath_isNotFound() throws IOException {
    try (var other = new ScriptedServer().answering(ScriptedServer.refusal(404, "x"))) {
      assertThat(Desk.at(other.uri(), home).run("login", ANA).exitCode())
          .isEqualTo(ExitCode.NOT_FOUND);
    }
  }

  @Test
  void login_answerWithoutToken_isUnreachable() throws IOException {
    try (var other = new ScriptedServer().answering(
        "{\"user_id\":\"1\"}", "{\"user_id\":\"1\",\"token\":\"a\\r\\nX: y\"}")) {
      for (int i = 0; i < 2; i++) {
        var run = Desk.at(other.uri(), home).run("login", ANA, "--code", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("without a token");
      }
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void login_oldTokenKept_isNotShown() throws IOException {
    try (var other = new ScriptedServer().answering("{\"user_id\":\"1\",\"token\":\"old\"}")) {
      var there = Desk.at(other.uri(), home);
      there.run("login", ANA, "--code", "1");

      there.reading("1\n", "login");

      assertThat(other.requests()).hasSize(3).noneMatch(head -> head.contains("Authorization"));
    }
  }

  private static String other(String code) {
    return (code.charAt(0) == '9' ? "0" : "9") + code.substring(1);
  }
}
