package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
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

final class LogoutCommandTest {
  private static final String ANA = "01711111111";

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
  void logout_loggedIn_endsTheTokenHereAndThere() throws Exception {
    postman.logIn(desk, ANA);
    var token = TokenFile.in(desk.tokens().getParent()).find(server.uri().toString()).token();

    var run = desk.run("logout");

    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).isEqualTo("logged_out");
    assertThat(desk.tokens()).doesNotExist();
    assertThat(desk.with("RAMTALK_TOKEN", token).run("users").exitCode())
        .isEqualTo(ExitCode.NOT_ALLOWED);
  }

  @Test
  void logoutAll_loggedInTwice_endsBothHereAndThere() throws Exception {
    postman.logIn(desk, ANA);
    clock.advance(Duration.ofMinutes(1));
    desk.run("login", ANA, "--print-token");
    var other = desk.run("login", ANA, "--print-token", "--code", postman.next(ANA)).line();

    assertThat(desk.run("logout", "--all").line()).isEqualTo("logged_out");

    assertThat(desk.tokens()).doesNotExist();
    assertThat(desk.with("RAMTALK_TOKEN", other).run("users").exitCode())
        .isEqualTo(ExitCode.NOT_ALLOWED);
  }

  @Test
  void logoutOne_byItsId_staysLoggedIn() throws Exception {
    postman.logIn(desk, ANA);
    clock.advance(Duration.ofMinutes(1));
    desk.run("login", ANA, "--print-token");
    var other = desk.run("login", ANA, "--print-token", "--code", postman.next(ANA)).line();
    var logins = desk.run("logins").out().lines().toList();
    assertThat(logins).hasSize(3);
    assertThat(logins.get(1)).matches("[0-9a-f]{16}  1970-01-01T00:00:00.000Z  "
        + "1970-01-01T00:01:00.000Z  1970-01-31T00:00:00.000Z  \\*");
    assertThat(logins.get(2)).doesNotContain("*");

    assertThat(desk.run("logout", "--login", logins.get(2).substring(0, 16)).exitCode()).isZero();

    assertThat(desk.with("RAMTALK_TOKEN", other).run("users").exitCode())
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(desk.run("logins").out().lines()).hasSize(2);
    assertThat(desk.run("logout", "--login", "0").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(desk.run("logout", "--login", "0", "--all").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(desk.run("users").exitCode()).isZero();
  }

  @Test
  void logout_tokenEndedBefore_forgetsIt() throws Exception {
    postman.logIn(desk, ANA);
    clock.advance(Duration.ofDays(31));

    var run = desk.run("logout");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEqualToIgnoringNewLines("The token was no longer valid on the server.");
    assertThat(desk.tokens()).doesNotExist();
  }

  @Test
  void logout_serverIsOpenNow_forgetsTheToken() throws Exception {
    try (var other = new ScriptedServer().answering("{\"user_id\":\"1\",\"token\":\"old\"}",
        ScriptedServer.refusal(404, "route_not_found"))) {
      var there = Desk.at(other.uri(), home);
      there.run("login", ANA, "--code", "1");

      assertThat(there.run("logout").exitCode()).isZero();

      assertThat(there.tokens()).doesNotExist();
      assertThat(other.requests().get(1)).startsWith("DELETE /login ")
          .contains("Authorization: Bearer old\n");
    }
  }

  @Test
  void logout_serverGone_forgetsTheTokenAndSaysSo() throws Exception {
    postman.logIn(desk, ANA);
    server.close();

    var run = desk.run("logout");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).contains("cannot reach");
    assertThat(desk.tokens()).doesNotExist();
  }

  @Test
  void logout_nobody_asksNobody() throws IOException {
    try (var other = CannedServer.answering("200 OK", "application/json", "{}")) {
      var run = Desk.at(other.uri(), home).run("logout");

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("You are not logged in at " + other.uri());
      assertThat(other.heads()).isEmpty();
    }
  }

  @Test
  void logout_tokenOfTheEnvironment_leavesTheOneThatIsKept() throws Exception {
    postman.logIn(desk, ANA);
    clock.advance(Duration.ofMinutes(1));
    desk.run("login", ANA, "--print-token");
    var token = desk.run("login", ANA, "--print-token", "--code", postman.next(ANA)).line();

    assertThat(desk.with("RAMTALK_TOKEN", token).run("logout").line()).isEqualTo("logged_out");

    assertThat(desk.with("RAMTALK_TOKEN", token).run("users").exitCode())
        .isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(desk.run("users").exitCode()).isZero();
  }
}
