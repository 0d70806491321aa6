package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ramtalk.ProfileChange;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.Shell;
import io.ramtalk.cli.internal.client.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReceiveCommandTest {
  private static final String TIME = "2026-11-22T10:44:00.123Z";
  private static final String BENGALI = "\u0995\u09cd\u09b7 \u09b0\u200d\u09cd\u09af";

  private RealServer server;
  private String ana;
  private String bo;

  @BeforeEach
  void start() throws IOException {
    var clock = Clock.fixed(Instant.parse(TIME), ZoneOffset.UTC);
    server = RealServer.serving(RamTalk.builder().clock(clock).build());
    ana = server.signUp("01711111111");
    bo = server.signUp("01722222222");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void receive_messages_printsALineForEachOldestFirst() {
    send("one");
    send(BENGALI);

    var run = server.run("receive", "--user", bo);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualToNormalizingNewlines(
        TIME + "  01711111111  one\n" + TIME + "  01711111111  " + BENGALI + "\n");
  }

  @Test
  void receive_ids_printsTheIdOfTheSender() {
    send("one");

    assertThat(server.run("receive", "--user", bo, "--ids").line())
        .isEqualTo(TIME + "  " + ana + "  one");
  }

  @Test
  void receive_nameWithWideGaps_staysOneWord() {
    server.talk().change(UserId.parse(ana), ProfileChange.none().name("Ana   owes\u00a0 you"));
    send("one");

    assertThat(server.run("receive", "--user", bo).line())
        .isEqualTo(TIME + "  Ana owes you  one");
  }

  @Test
  void receive_senderLeft_goesByItsId() {
    send("one");
    server.talk().delete(UserId.parse(ana));

    assertThat(server.run("receive", "--user", bo).line()).isEqualTo(TIME + "  " + ana + "  one");
  }

  @Test
  void receive_onATerminal_showsLocalTimes() {
    send("one");
    var out = new StringWriter();
    var shell = new Shell(InputStream.nullInputStream(), new PrintWriter(out),
        new PrintWriter(new StringWriter()), Map.of("RAMTALK_SERVER", server.uri().toString()),
        Timeouts.DEFAULT, () -> true);

    Main.run(shell, "receive", "--user", bo);

    var local = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
        .withZone(ZoneId.systemDefault()).format(Instant.parse(TIME));
    assertThat(out.toString().strip()).isEqualTo(local + "  01711111111  one");
  }

  @Test
  void receive_spellingOfTheSeed_isAccepted() {
    send("one");

    assertThat(server.run("receive", "--user_id", bo).out()).contains("one");
  }

  @Test
  void receive_again_hasNothingLeft() {
    send("one");
    server.run("receive", "--user", bo);

    var run = server.run("receive", "--user", bo);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualToIgnoringNewLines("No messages.");
  }

  @Test
  void receive_json_printsTheAnswer() throws IOException {
    send("a\n\u001b[2J\u009b\u202e" + BENGALI);

    var run = server.run("receive", "--user", bo, "--json");

    var message = new ObjectMapper().readTree(run.out()).at("/messages/0");
    assertThat(message.get("from").asText()).isEqualTo(ana);
    assertThat(message.get("timestamp").asText()).isEqualTo(TIME);
    assertThat(message.get("text").asText()).isEqualTo("a\n\u001b[2J\u009b\u202e" + BENGALI);
    assertThat(run.line().chars()).noneMatch(SafeText::isUnsafe);
    assertThat(run.line()).contains(BENGALI);
  }

  @Test
  void receive_jsonOfEmptyMailbox_printsTheEmptyList() {
    var run = server.run("receive", "--user", bo, "--json");

    assertThat(run.line()).startsWith("{\"messages\":[],");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void receive_textThatSteersATerminal_isEscaped() {
    send("\u001b]0;title\u0007 \u202eevil\u202c \u2066x\u2069 \u009b2J \u007f \r \t");

    var run = server.run("receive", "--user", bo);

    assertThat(run.line()).endsWith("\\u001b]0;title\\u0007 \\u202eevil\\u202c "
        + "\\u2066x\\u2069 \\u009b2J \\u007f \\r \\t");
  }

  @Test
  void receive_textThatImitatesAMessage_isIndented() {
    var forged = TIME + "  " + bo + "  I owe you";
    send("one\n" + forged + "\r\n" + forged + "\u2028" + forged + "\u0085" + forged);

    var run = server.run("receive", "--user", bo);

    assertThat(run.out().lines().filter(line -> !line.startsWith("    "))).hasSize(1);
    assertThat(run.out().lines()).hasSize(3);
  }

  @Test
  void receive_userUnknown_isNotFound() {
    var run = server.run("receive", "--user", UserId.random().toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: User not found");
  }

  @Test
  void receive_idWithMarksOfAPath_isNotFound() {
    send("one");

    var run = server.run("receive", "--user", "x/../" + bo + "?a=b#c \u09ac");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(server.talk().receive(UserId.parse(bo))).hasSize(1);
  }

  private void send(String text) {
    server.talk().send(UserId.parse(ana), UserId.parse(bo), text);
  }
}
