package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import io.ramtalk.Message;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.TokenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All commands of a user who is logged in, and of a user who is logged out. */
final class LoggedInTest {
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";
  private static final String HINT = "; log in with: ramtalk login NUMBER";

  private final VirtualClock clock = VirtualClock.startingAt(Instant.EPOCH);
  private final Postman postman = new Postman();

  @TempDir
  private Path homeOfAna;
  @TempDir
  private Path homeOfBo;
  private RealServer server;
  private Desk desk;
  private Desk other;
  private String ana;
  private String bo;

  @BeforeEach
  void start() throws Exception {
    server = RealServer.closed(RamTalk.builder().clock(clock).build(), postman);
    desk = Desk.at(server.uri(), homeOfAna);
    other = Desk.at(server.uri(), homeOfBo);
    ana = postman.logIn(desk, ANA, "--name", "Ana");
    bo = postman.logIn(other, BO, "--name", "Bo");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void command_withoutUser_isThatOfWhoIsLoggedIn() {
    var id = desk.run("send", "--to", bo, "Hello").id();

    assertThat(other.run("receive", "--peek").line()).endsWith("  Ana  Hello");
    assertThat(other.run("listen", "--until-caught-up").line()).endsWith("  Ana  Hello");
    assertThat(other.run("read", "--from", ana, id).line()).isEqualTo("read 1");
    assertThat(desk.run("sent").out()).containsPattern(id + "  Bo +read ");
    assertThat(desk.run("export").out()).contains(ana, ANA);
    assertThat(other.run("profile", "--name", "Bob").out()).contains(bo, BO, "Bob");
    assertThat(desk.reading("Hi\n", "chat", BO).out()).contains("Talking with Bob");
    assertThat(server.talk().receive(UserId.parse(bo))).extracting(Message::text)
        .containsExactly("Hi");
  }

  @ParameterizedTest
  @CsvSource({"receive", "listen", "sent", "export", "leave --yes", "send --to ANA y"})
  void command_asSomeoneElse_isNotAllowed(String command) {
    var who = command.startsWith("send") ? " --from " : " --user ";

    var run = desk.run((command.replace("ANA", ana) + who + bo).split(" "));

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run.err()).doesNotContain("log in");
    assertThat(server.talk().find(BO)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"receive", "listen", "sent", "export", "profile", "leave --yes",
      "chat x", "read --from x y", "send --to x y"})
  void command_withoutUserOfNobody_saysHowToLogIn(String command, @TempDir Path empty) {
    var run = Desk.at(server.uri(), empty).run(command.split(" "));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("ramtalk: give your user id or number with --")
        .contains("log in with: ramtalk login NUMBER");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void command_tokenMissingOrEnded_isNotAllowedAndSaysHowToLogIn(@TempDir Path empty) {
    clock.advance(Duration.ofDays(31));

    for (var at : new Desk[] {desk, Desk.at(server.uri(), empty)}) {
      for (var args : new String[][] {{"users"}, {"receive", "--user", ana, "--wait", "5m"}}) {
        var run = at.run(args);

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(run.err()).endsWith(HINT + System.lineSeparator());
      }
    }
  }

  @Test
  void variable_isShownInPlaceOfTheTokenThatIsKept() {
    var run = desk.with("RAMTALK_TOKEN", "none").run("users");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(run.err()).contains(HINT + " --print-token");
  }

  @Test
  void variable_withoutUser_isThatOfTheLoginOnlyIfItIsTheSame(@TempDir Path empty) {
    var token = TokenFile.in(desk.tokens().getParent()).find(server.uri().toString()).token();

    assertThat(desk.with("RAMTALK_TOKEN", token).run("sent").exitCode()).isZero();
    for (var at : new Desk[] {other, Desk.at(server.uri(), empty)}) {
      var run = at.with("RAMTALK_TOKEN", token).run("sent");

      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("RAMTALK_TOKEN does not identify the user", "with --user");
      assertThat(at.with("RAMTALK_TOKEN", token).run("sent", "--user", ana).exitCode()).isZero();
    }
  }

  @Test
  void token_isShownToItsServerAlone_howeverThatIsWritten() throws IOException {
    var upper = "HTTP://LOCALHOST:" + server.uri().getPort() + "/";
    var tokens = TokenFile.in(desk.tokens().getParent());
    var session = tokens.find(server.uri().toString());
    tokens.keep("http://localhost:" + server.uri().getPort(), session);

    assertThat(desk.run("users", "--server", upper).exitCode()).isZero();
    try (var stranger = CannedServer.answering("200 OK", "application/json", "{}")) {
      desk.run("users", "--server", stranger.uri().toString());
      desk.run("users", "--server", stranger.uri() + "/" + server.uri());
      assertThat(stranger.heads()).hasSize(2).noneMatch(head -> head.contains("Authorization"));
    }
  }

  @Test
  void leave_forgetsTheToken() {
    assertThat(desk.run("leave", "--yes").line()).isEqualTo("deleted");

    assertThat(desk.tokens()).doesNotExist();
    assertThat(server.talk().find(ANA)).isEmpty();
  }

  @Test
  void leave_ofAnother_keepsTheToken() throws IOException {
    try (var open = new ScriptedServer().answering("{\"user_id\":\"1\",\"token\":\"t\"}")) {
      var there = Desk.at(open.uri(), homeOfAna);
      there.run("login", ANA, "--code", "1");

      there.run("leave", "--yes", "--user", "2");

      assertThat(there.run("leave").err()).contains("--yes");
      assertThat(there.tokens()).content().contains(open.uri().toString());
    }
  }

  @Test
  void listen_loginEnds_endsWithTheHint() throws Exception {
    try (var listen = desk.start("listen")) {
      other.run("send", "--to", ana, "Hello");
      listen.awaitOut("Hello");
      desk.run("logout");

      var run = listen.awaitEnd();

      assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
      assertThat(run.err()).endsWith(HINT + System.lineSeparator());
    }
  }

  @Test
  void chat_loginEnds_saysSoAndEndsWithItsExitCode() throws Exception {
    try (var chat = desk.start("chat", bo)) {
      chat.awaitOut("Bo is offline");
      desk.run("logout");
      chat.awaitOut(HINT + ". No more messages can arrive; type /quit to leave.");
      chat.type("Hello");
      chat.awaitOut("!! Not sent: ");
      chat.type("/quit");

      assertThat(chat.awaitEnd().exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    }
  }

  @Test
  void chat_peerByNumber_isFoundThoughNumbersAreMasked() {
    assertThat(desk.run("users").out()).contains("*********22").doesNotContain(BO);

    var run = desk.reading("Hi\n", "chat", "017 2222-2222");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Talking with Bo");
    assertThat(desk.run("chat", "01799999999").err())
        .isEqualToIgnoringNewLines("ramtalk: no user has the mobile number 01799999999");
  }

  @Test
  void chat_peerByNumber_asksForThatOneAlone() throws IOException {
    try (var scripted = new ScriptedServer().answering(
        "{\"mobile\":\"1\"}", "{\"user_id\":\"2\",\"mobile\":\"*********22\",\"name\":\"Bo\"}")) {
      CommandRun.of(scripted.uri(), "chat", "--user", ana, "+880 (17) 22");

      assertThat(scripted.requests().get(0)).startsWith("GET /users/" + ana + " ");
      assertThat(scripted.requests().get(1)).startsWith("GET /users/%2B880%20%2817%29%2022 ");
    }
  }

  @Test
  void signup_serverWantsACode_saysHowToSignUp() {
    var run = desk.run("signup", "--mobile", "01733333333");

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("sign up with: ramtalk login NUMBER --name NAME");
  }

  @Test
  void bulkSend_tooFast_isLimited() {
    var line = "{\"from_id\":\"" + ana + "\",\"to_id\":\"" + bo + "\",\"message\":\"x\"}\n";

    var run = desk.reading(line.repeat(121), "send", "--stdin-ndjson");

    assertThat(run.exitCode()).isEqualTo(ExitCode.LIMITED);
    assertThat(run.out().lines()).hasSize(121).last().asString().contains("rate_limited");
  }
}
