package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.cli.internal.client.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AwaitCommandTest {
  private static final Instant START = Instant.parse("2026-11-22T10:44:00.123Z");

  private final VirtualClock clock = VirtualClock.startingAt(START);
  private RealServer server;
  private String ana;
  private String bo;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.serving(RamTalk.builder().clock(clock).build());
    ana = server.signUp("01711111111");
    bo = server.signUp("+8801722222222");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void await_match_printsTheMessageAndLeavesItThere() {
    send("Hello");
    send("Your code is 123456.");

    var run = server.run("await", "--user", bo, "--match", "code is \\d{6}");

    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).isEqualTo(START + "  01711111111  Your code is 123456.");
    assertThat(server.talk().receive(UserId.parse(bo))).hasSize(2);
  }

  @Test
  void await_extractOfMobile_printsThatAlone() {
    send("Your code is 123456.");

    assertThat(server.run("await", "--user", "+8801722222222", "--extract", "is (\\d+)").line())
        .isEqualTo("123456");
    assertThat(server.run("await", "--user", "+880 1722-222222", "--match", "code",
        "--extract", "[Yy]our").line()).isEqualTo("Your");
  }

  @Test
  void await_json_printsTheAnswer() throws IOException {
    send("Your code is 123456.");

    var run = server.run("await", "--user", bo, "--extract", "\\d{6}", "--json");

    var response = new ObjectMapper().readTree(run.out());
    assertThat(response.get("extract").asText()).isEqualTo("123456");
    assertThat(response.at("/messages/0/text").asText()).isEqualTo("Your code is 123456.");
  }

  @Test
  void await_extractThatSteersATerminal_isEscaped() {
    send("code \u001b[2J");

    assertThat(server.run("await", "--user", bo, "--extract", "code (.*)").line())
        .isEqualTo("\\u001b[2J");
  }

  @Test
  void await_comesLater_isWaitedFor() throws Exception {
    send("Hello");
    var waiting = CompletableFuture.supplyAsync(
        () -> server.run("await", "--user", bo, "--match", "\\d{6}", "--extract", "\\d+"));
    Eventually.that("it waits", () -> isOnline(bo));

    send("It is 123456");

    assertThat(Eventually.get(waiting).line()).isEqualTo("123456");
  }

  @Test
  void await_nothingMatches_isTimedOutAndSaysWhatIsThere() {
    send("Hello");

    var run = server.run("await", "--user", bo, "--match", "code", "--wait", "0");

    assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualToIgnoringNewLines(
        "ramtalk: No message matched; the mailbox contains \"Hello\"");
  }

  @Test
  void await_longerThanOnePoll_asksAgainUntilTheTimeIsUp() throws Exception {
    send("Hello");
    var waiting = CompletableFuture.supplyAsync(
        () -> server.run("await", "--user", bo, "--match", "code", "--wait", "40"));
    Eventually.that("the time is up", () -> {
      clock.advance(Duration.ofSeconds(1));
      return waiting.isDone();
    });

    assertThat(Eventually.get(waiting).exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(clock.instant()).isAfterOrEqualTo(START.plusSeconds(40));
  }

  @Test
  void await_any_printsWhatIsThere() {
    send("one");
    send("two");

    assertThat(server.run("await", "--user", bo).out().lines()).hasSize(2);
  }

  @Test
  void await_anyAndNoneComes_isTimedOut() {
    var run = server.run("await", "--user", bo, "--wait", "0");

    assertThat(run.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: no message arrived in time");
  }

  @Test
  void await_patternThatIsNone_isRefusedAndNamed() {
    var run = server.run("await", "--user", bo, "--match", "(code");

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).startsWith("ramtalk: match is not a valid RE2 pattern");
  }

  @Test
  void await_numberUnknown_isNotFound() {
    assertThat(server.run("await", "--user", "01799999999").exitCode())
        .isEqualTo(ExitCode.NOT_FOUND);
  }

  private boolean isOnline(String user) {
    return server.talk().presence(UserId.parse(user)).online();
  }

  private void send(String text) {
    server.talk().send(UserId.parse(ana), UserId.parse(bo), text);
  }
}
