package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Message;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Input;
import io.ramtalk.cli.internal.client.Repeated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SendCommandTest {
  private static final String BENGALI = "\u0986\u09ae\u09be\u09b0 \u09b8\u09cb\u09a8\u09be\u09b0";

  private RealServer server;
  private String ana;
  private String bo;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.start();
    ana = server.signUp("01711111111");
    bo = server.signUp("01722222222");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void send_message_arrives() {
    var run = server.run("send", "--from", ana, "--to", bo, "--message", BENGALI);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("sent \\w+\\R");
    assertThat(mail()).containsExactly(BENGALI);
  }

  @Test
  void send_toNumber_arrives() {
    var run = server.run("send", "--from", ana, "--to", "017-2222-2222", "Hello");
    var nobody = server.run("send", "--from", ana, "--to", "01799999999", "Hello");

    assertThat(run.exitCode()).isZero();
    assertThat(mail()).containsExactly("Hello");
    assertThat(nobody.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void send_spellingsOfTheSeed_areAccepted() {
    var run = server.run("send", "--from_id", ana, "--to_id", bo, "--message", "Hello");

    assertThat(run.exitCode()).isZero();
    assertThat(mail()).containsExactly("Hello");
  }

  @Test
  void send_json_printsTheAnswer() {
    var run = server.run("send", "--from", ana, "--to", bo, "--json", "Hello");

    assertThat(run.line()).startsWith("{\"status\":\"sent\"").endsWith("}");
  }

  @Test
  void send_words_areJoinedBySpaces() {
    server.run("send", "--from", ana, "--to", bo, "Hello", "to  you,", BENGALI);

    assertThat(mail()).containsExactly("Hello to  you, " + BENGALI);
  }

  @Test
  void send_wordsAfterTwoDashes_mayBeginWithADash() {
    server.run("send", "--from", ana, "--to", bo, "--", "-5", "--json");

    assertThat(mail()).containsExactly("-5 --json");
  }

  @Test
  void send_wordsWithMarksOfTheParser_areLeftAlone(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("bob"), "content");

    server.run("send", "--from", ana, "--to", bo, "@" + file, "${sys:user.name}", "\"a b\"");

    assertThat(mail()).containsExactly("@" + file + " ${sys:user.name} \"a b\"");
  }

  @Test
  void send_noText_readsStandardInputWithoutItsLastLineBreak() {
    var run = CommandRun.reading("one\n" + BENGALI + "\n\n", server.uri(),
        "send", "--from", ana, "--to", bo);

    assertThat(run.exitCode()).isZero();
    assertThat(mail()).containsExactly("one\n" + BENGALI + "\n");
  }

  @Test
  void send_inputEndsInCarriageReturn_losesBoth() {
    CommandRun.reading("one\r\n", server.uri(), "send", "--from", ana, "--to", bo);

    assertThat(mail()).containsExactly("one");
  }

  @Test
  void send_inputIsNoUtf8_isUsageError() {
    var run = reading(new byte[] {'a', (byte) 0xff});

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: standard input is not UTF-8");
    assertThat(mail()).isEmpty();
  }

  @Test
  void send_inputBeyondAllLimits_isUsageError() {
    var run = reading(new byte[Input.MAX_TEXT_BYTES + 1]);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("standard input has more than 1048576 bytes");
  }

  @Test
  void send_textTwice_isUsageError() {
    var run = server.run("send", "--from", ana, "--to", bo, "--message", "a", "b");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("given twice");
    assertThat(mail()).isEmpty();
  }

  @Test
  void send_textEmpty_isRefused() {
    var run = server.run("send", "--from", ana, "--to", bo, "--message", "");

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).startsWith("ramtalk: ");
  }

  @Test
  void send_textBeyondTheServersLimit_isRefused() {
    var run = server.run("send", "--from", ana, "--to", bo, "x".repeat(100_000));

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void send_targetUnknown_isNotFound() {
    var run = server.run("send", "--from", ana, "--to", UserId.random().toString(), "Hello");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: Target user not found");
  }

  @Test
  void send_senderUnknown_isNotFound() {
    var run = server.run("send", "--from", "nobody", "--to", bo, "Hello");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: Sender not found");
  }

  @Test
  void send_mailboxFull_isLimited() {
    for (int i = 0; i < 5; i++) {
      assertThat(server.run("send", "--from", ana, "--to", bo, "Hello").exitCode()).isZero();
    }

    var run = server.run("send", "--from", ana, "--to", bo, "Hello");

    assertThat(run.exitCode()).isEqualTo(ExitCode.LIMITED);
    assertThat(run.err()).isEqualToIgnoringNewLines(
        "ramtalk: User message queue full (max 5)");
  }

  @Test
  void send_idTwice_isStoredOnce() {
    var first = server.run("send", "--from", ana, "--to", bo, "--id", "order-7", "Hello");
    var second = server.run("send", "--from", ana, "--to", bo, "--id", "order-7", "Hello");

    assertThat(second.exitCode()).isZero();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(mail()).containsExactly("Hello");
  }

  @Test
  void send_sameTextWithoutId_isStoredTwice() {
    server.run("send", "--from", ana, "--to", bo, "Hello");
    server.run("send", "--from", ana, "--to", bo, "Hello");

    assertThat(mail()).containsExactly("Hello", "Hello");
  }

  @Test
  void send_idOfAMessageForAnother_isRefused() {
    server.run("send", "--from", ana, "--to", bo, "--id", "order-7", "Hello");

    var run = server.run("send", "--from", ana, "--to", ana, "--id", "order-7", "Hello");

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("order-7");
  }

  @Test
  void send_times_arrive() {
    server.run("send", "--from", ana, "--to", bo, "--expires-in", "1.5m",
        "--destruct-after", "0.25", "Hello");

    var message = server.talk().receive(UserId.parse(bo)).get(0);
    assertThat(Duration.between(message.sentAt(), message.expiresAt().orElseThrow()))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(message.destructAfter()).contains(Duration.ofMillis(250));
  }

  @Test
  void send_timeOutOfRange_isRefused() {
    assertThat(server.run("send", "--from", ana, "--to", bo, "--expires-in", "0", "Hello")
        .exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(server.run("send", "--from", ana, "--to", bo, "--expires-in", "366d", "Hello")
        .exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void send_imageAlone_readsNoInput(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("a.gif"), Pictures.GIF);

    var run = CommandRun.reading("unread", server.uri(),
        "send", "--from", ana, "--to", bo, "--image", file.toString());

    assertThat(run.exitCode()).isZero();
    var message = server.talk().receive(UserId.parse(bo)).get(0);
    assertThat(message.text()).isEmpty();
    assertThat(message.picture().orElseThrow().bytes()).isEqualTo(Pictures.GIF);
  }

  @Test
  void send_imageWithText_hasBoth(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("a.gif"), Pictures.GIF);

    server.run("send", "--from", ana, "--to", bo, "--image", file.toString(), BENGALI);

    var message = server.talk().receive(UserId.parse(bo)).get(0);
    assertThat(message.text()).isEqualTo(BENGALI);
    assertThat(message.picture()).isPresent();
  }

  @Test
  void send_imageIsNone_isRefused(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("a.gif"), "text");

    var run = server.run("send", "--from", ana, "--to", bo, "--image", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void send_withoutSenderOrTarget_isUsageError() {
    assertThat(server.run("send", "--to", bo, "Hello").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(server.run("send", "--to", bo, "Hello").err()).contains("--from", "ramtalk login");
    assertThat(server.run("send", "--from", ana, "Hello").err()).contains("--to is missing");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 12, 60, 100, 150})
  void send_answerLost_isSentAgainAndStoredOnce(int bytes) throws IOException {
    try (var proxy = new CuttingProxy(server, "/send", 2, bytes)) {
      var run = proxy.run("send", "--from", ana, "--to", bo, "Hello");

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).matches("sent \\w+\\R");
      assertThat(proxy.requests()).hasSize(3);
    }
    assertThat(mail()).containsExactly("Hello");
  }

  @Test
  void send_answerLostTooOften_namesTheIdThatMakesItSafe() throws IOException {
    try (var proxy = new CuttingProxy(server, "/send", 9, 0)) {
      var run = proxy.run("send", "--from", ana, "--to", bo, "Hello");

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(proxy.requests()).hasSize(Repeated.MAX_TRIES);
      var id = run.err().replaceAll("(?s).*--id (\\S+) .*", "$1");
      server.run("send", "--from", ana, "--to", bo, "--id", id, "Hello");
    }
    assertThat(mail()).containsExactly("Hello");
  }

  @ParameterizedTest
  @CsvSource({"503, closed", "503, x", "409, send_in_progress"})
  void send_refusalThatPasses_isSentAgain(int status, String code) throws IOException {
    var problem = "{\"detail\":\"Wait\",\"code\":\"" + code + "\"}";
    try (var busy = CannedServer.answering(status + " T", "application/problem+json", problem)) {
      var run = busy.run("send", "--from", "1", "--to", "2", "Hello");

      assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(busy.heads()).hasSize(Repeated.MAX_TRIES);
    }
  }

  @Test
  void send_refusalThatStays_isNotSentAgain() throws IOException {
    var problem = "{\"detail\":\"No\",\"code\":\"send_id_reused\"}";
    try (var canned = CannedServer.answering("409 T", "application/problem+json", problem)) {
      canned.run("send", "--from", "1", "--to", "2", "Hello");

      assertThat(canned.heads()).hasSize(1);
    }
  }

  private CommandRun reading(byte[] input) {
    return CommandRun.of(Map.of("RAMTALK_SERVER", server.uri().toString()), input,
        CommandRun.TIMEOUTS, "send", "--from", ana, "--to", bo);
  }

  private List<String> mail() {
    return server.talk().receive(UserId.parse(bo)).stream().map(Message::text).toList();
  }
}
