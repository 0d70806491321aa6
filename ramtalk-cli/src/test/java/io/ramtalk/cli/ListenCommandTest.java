package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ramtalk.Eventually;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.Receipt;
import io.ramtalk.Message;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Shell;
import io.ramtalk.cli.internal.client.Timeouts;
import io.ramtalk.server.RamTalkServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListenCommandTest {
  private static final String HELLO = "event: hello\ndata: {\"epoch\":\"a\"}\n\n";
  private static final String HELLO_OF_ANOTHER_EPOCH =
      "event: hello\ndata: {\"epoch\":\"b\"}\n\n";
  private static final String CAUGHT_UP = "event: caught_up\ndata: {}\n\n";

  @TempDir
  private Path folder;
  private RamTalk talk;
  private RamTalkServer server;
  private UserId ana;
  private UserId bo;

  @BeforeEach
  void start() throws IOException {
    talk = RamTalk.create();
    server = serve(0);
    ana = talk.signUp("01711111111").user().id();
    bo = talk.signUp("01722222222").user().id();
  }

  @AfterEach
  void stop() {
    server.close();
    talk.close();
  }

  @Test
  void listen_waitingAndNew_printsThemOldestFirstAndDeletesThem() throws Exception {
    send("one");
    send("two\n\u001b[2J");
    try (var listen = listen("--count", "3")) {
      listen.awaitOut("two");
      var third = send("three");

      var run = listen.awaitEnd();

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(run.out().lines().map(line -> line.replaceAll("^\\S+Z  01711111111", "-")))
          .containsExactly("-  one", "-  two", "    \\u001b[2J", "-  three");
      Eventually.that("delivered", () -> state(third) == Receipt.State.DELIVERED);
      assertThat(waiting()).isEmpty();
    }
  }

  @Test
  void listen_json_printsAnObjectALine() throws Exception {
    send("a\n\u001b[2J");
    send("b");

    var run = run("--json", "--until-caught-up");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(2);
    var first = new ObjectMapper().readTree(run.out().lines().findFirst().orElseThrow());
    assertThat(first.get("from").asText()).isEqualTo(ana.toString());
    assertThat(first.get("text").asText()).isEqualTo("a\n\u001b[2J");
    assertThat(run.out()).doesNotContain("\u001b");
  }

  @Test
  void listen_untilCaughtUpWithEmptyMailbox_endsAtOnce() {
    var run = run("--until-caught-up");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void listen_outputCannotBeWritten_leavesTheMessage() {
    send("one");
    var closed = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("Broken pipe");
      }
    };

    int exitCode = Main.run(new Shell(InputStream.nullInputStream(), new PrintWriter(closed),
        new PrintWriter(new StringWriter()), Map.of("RAMTALK_SERVER", server.uri().toString()),
        Timeouts.DEFAULT), "listen", "--user", bo.toString());

    assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void listen_exec_runsTheCommandWithTheMessageAndDeletesIt() throws Exception {
    var out = folder.resolve("out");
    send("it's \"$HOME\" `x`");

    var run = run("--until-caught-up", "--exec",
        "{ echo \"$RAMTALK_FROM|$RAMTALK_TEXT|$RAMTALK_TIMESTAMP|$RAMTALK_ID\"; "
            + "echo \"$RAMTALK_RAW\"; cat; } >" + out);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    var lines = Files.readAllLines(out);
    assertThat(lines.get(0)).matches(ana + "\\|it's \"\\$HOME\" `x`\\|\\S+Z\\|\\w+");
    assertThat(lines.get(1)).startsWith("{").isEqualTo(lines.get(2));
    assertThat(waiting()).isEmpty();
  }

  @Test
  void listen_execFails_keepsTheMessageAndGoesOn() throws Exception {
    send("bad");
    send("good");

    var run = run("--count", "1", "--exec", "test \"$RAMTALK_TEXT\" = good || exit 3");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("the command exited with 3").contains("returns to the mailbox");
    assertThat(waiting()).extracting(Message::text).containsExactly("bad");
    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void listen_execWithNulAndLongText_removesTheOneAndLeavesOutTheOther() throws Exception {
    var out = folder.resolve("out");
    var text = "a".repeat(Script.MAX_VARIABLE_BYTES + 1);
    try (var scripted = new ScriptedServer(HELLO + message("1", "a\\u0000b")
        + message("2", text) + CAUGHT_UP)) {
      var run = CommandRun.of(scripted.uri(), "listen", "--user", "u", "--until-caught-up",
          "--exec", "echo \"${RAMTALK_TEXT-none}\" >>" + out + "; wc -c >>" + out);

      assertThat(run.exitCode()).isZero();
      assertThat(Files.readAllLines(out).stream().map(String::strip)).startsWith("ab")
          .contains("none").anyMatch(line -> line.matches("12\\d{4}"));
    }
  }

  @Test
  void listen_serverGoesAndComesBack_goesOn() throws Exception {
    try (var listen = listen("--count", "2")) {
      send("one");
      listen.awaitOut("one");
      Eventually.that("acknowledged", () -> waiting().isEmpty());
      int port = server.port();
      server.close();
      listen.awaitErr("the connection was lost: ");
      server = serve(port);
      listen.awaitErr("reconnected");
      send("two");

      var run = listen.awaitEnd();

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).doesNotContain("restarted");
      assertThat(run.out().lines()).hasSize(2);
    }
  }

  @Test
  void listen_serverComesBackEmpty_saysSoAndEnds() throws Exception {
    try (var listen = listen()) {
      send("one");
      listen.awaitOut("one");
      int port = server.port();
      server.close();
      talk.close();
      talk = RamTalk.create();
      server = serve(port);

      var run = listen.awaitEnd();

      assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
      assertThat(run.err()).contains("User not found: the server was restarted");
    }
  }

  @Test
  void listen_anotherEpoch_saysThatAllIsGone() throws Exception {
    try (var scripted = new ScriptedServer(
        HELLO + message("1", "one") + CAUGHT_UP,
        HELLO_OF_ANOTHER_EPOCH + message("2", "two"))) {
      var run = CommandRun.of(scripted.uri(), "listen", "--user", "u", "--count", "2");

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("the server was restarted and has lost all earlier data");
      assertThat(scripted.requests()).anyMatch(request ->
          request.startsWith("GET /stream/") && request.contains("Last-Event-ID: a-1\n"));
    }
  }

  @Test
  void listen_acknowledgementLost_printsOnceAndAcknowledgesAgain() throws Exception {
    try (var scripted = new ScriptedServer(
        HELLO + message("1", "one") + CAUGHT_UP,
        HELLO + message("1", "one") + message("2", "two"))
        .answering(ScriptedServer.BREAK)) {
      var run = CommandRun.of(scripted.uri(), "listen", "--user", "u", "--count", "2");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out().lines()).extracting(line -> line.replaceAll(".* ", ""))
          .containsExactly("one", "two");
      assertThat(scripted.requests().stream().filter(r -> r.startsWith("POST /receive/u/ack")))
          .extracting(request -> request.replaceAll("(?s).*\\{", "{")).containsExactly(
              "{\"lease\":\"live\",\"ids\":[\"1\"]}", "{\"lease\":\"live\",\"ids\":[\"1\"]}",
              "{\"lease\":\"live\",\"ids\":[\"2\"]}");
    }
  }

  @Test
  void listen_userUnknown_isNotFound() {
    var run = CommandRun.of(server.uri(), "listen", "--user", UserId.random().toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: User not found");
  }

  @Test
  void listen_noServer_isUnreachable() {
    var run = CommandRun.of(URI.create("http://127.0.0.1:1"), "listen", "--user", "u");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void listen_noServerAndRetry_waitsForIt() throws Exception {
    int port = server.port();
    var uri = server.uri();
    server.close();
    try (var listen = RunningCommand.start(uri, "listen", "--user", bo.toString(), "--retry",
        "--count", "1")) {
      listen.awaitErr("reconnecting");
      server = serve(port);
      send("one");

      assertThat(listen.awaitEnd().out()).contains("one");
    }
  }

  @Test
  void listen_countOfNone_isUsageError() {
    assertThat(run("--count", "0").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private RunningCommand listen(String... options) throws Exception {
    return RunningCommand.start(server.uri(), words(options));
  }

  private CommandRun run(String... options) {
    return CommandRun.of(server.uri(), words(options));
  }

  private String[] words(String... options) {
    var words = new ArrayList<>(List.of("listen", "--user", bo.toString()));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  private List<Message> waiting() {
    return talk.export(bo).mailbox();
  }

  private MessageId send(String text) {
    return talk.send(ana, bo, text);
  }

  private Receipt.State state(MessageId id) {
    return talk.receipt(ana, id).orElseThrow().state();
  }

  private RamTalkServer serve(int port) throws IOException {
    return RamTalkServer.builder().messenger(talk).port(port).build().start();
  }

  private static String message(String id, String text) {
    return "id: a-" + id + "\nevent: message\ndata: {\"from\":\"f\",\"text\":\"" + text
        + "\",\"id\":\"" + id + "\",\"timestamp\":\"t\"}\n\n";
  }
}
