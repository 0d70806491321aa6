package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.Receipt;
import io.ramtalk.Message;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.server.RamTalkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chats without a terminal; {@link ChatIT} covers chats in a terminal. */
final class ChatCommandTest {
  static final byte[] GIF = Base64.getDecoder().decode(
      "R0lGODlhAgADAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

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
    ana = signUp("01711111111", "Ana");
    bo = signUp("+880 1722-222222", "Bo");
  }

  @AfterEach
  void stop() {
    server.close();
    talk.close();
  }

  @Test
  void chat_bothWays_showsMessagesMarksAndPresence() throws Exception {
    try (var left = chat("Ana", "Bo")) {
      left.awaitOut("Bo is offline");
      try (var right = chat("+8801722222222", ana.toString())) {
        left.awaitOut("Bo is online");
        right.awaitOut("Ana is online");

        left.type("Hello");
        right.awaitOut("Ana: Hello");
        right.type("Hi there");

        left.awaitOut("Bo: Hi there");
        awaitRead(left, "Hello");
        awaitRead(right, "Hi there");
        assertThat(left.out()).containsPattern("\\d\\d:\\d\\d  Ana: Hello  \\[\\w+]");
        right.type("/quit");
        assertThat(right.awaitEnd().exitCode()).isZero();
      }
      left.type("/quit");
      assertThat(left.awaitEnd().err()).isEmpty();
    }
    assertThat(talk.export(ana).mailbox()).isEmpty();
    assertThat(talk.export(bo).mailbox()).isEmpty();
  }

  @Test
  void chat_messageOfAnother_isAnnouncedAndStays() throws Exception {
    var cleo = signUp("01733333333", "");
    talk.send(cleo, ana, "psst");
    try (var chat = chat("Ana", "Bo")) {
      chat.awaitOut("A message from 01733333333 is waiting in your mailbox.");
      talk.send(bo, ana, "Hello");
      chat.awaitOut("Bo: Hello");

      assertThat(chat.out()).doesNotContain("psst");
      Eventually.that("given back", () -> talk.peek(ana, 9).size() == 1);
      assertThat(talk.receive(ana)).extracting(Message::text).containsExactly("psst");
    }
  }

  @Test
  void chat_mailboxFull_saysSoAndKeepsTheText() throws Exception {
    for (int i = 0; i < 5; i++) {
      talk.send(ana, bo, "x");
    }
    try (var chat = chat("Ana", "Bo")) {
      chat.type("Hello");
      chat.awaitOut("!! Not sent: ");
      talk.receive(bo);

      chat.type("/retry");

      chat.awaitOut("Ana: Hello");
      assertThat(talk.receive(bo)).extracting(Message::text).containsExactly("Hello");
      chat.type("/retry");
      chat.awaitOut("There is no unsent text.");
    }
  }

  @Test
  void chat_pictures_areNotesWithTheirSize() throws Exception {
    var file = Files.write(folder.resolve("p.gif"), GIF);
    try (var left = chat("Ana", "Bo"); var right = chat("Bo", "Ana")) {
      left.type("/image " + file);

      right.awaitOut("Ana: [image/gif, 2 x 3 pixels, " + GIF.length + " bytes]");
      left.awaitOut("Ana: [p.gif, " + GIF.length + " bytes]");
      left.type("/image " + folder.resolve("none"));
      left.awaitOut("!! no such file");
      left.type("/image");
      left.awaitOut("!! Name a file: /image FILE");
    }
  }

  @Test
  void chat_commands_doWhatTheySay() throws Exception {
    try (var chat = chat("Ana", "Bo")) {
      chat.type("/expire 3600");
      chat.awaitOut("within 3600 s");
      chat.type("//slash");
      chat.awaitOut("Ana: /slash");
      assertThat(talk.peek(bo, 1).get(0).expiresAt()).isPresent();
      chat.type("/expire x");
      chat.awaitOut("!! Give the time in seconds");
      chat.type("/who");
      chat.awaitOut("You are Ana, 01711111111, " + ana);
      chat.type("/help");
      chat.awaitOut("/quit  ");
      chat.type("/nonsense");
      chat.awaitOut("!! Unknown command /nonsense");
      chat.type("/noread");
      chat.awaitOut("no longer see");
      var id = talk.send(bo, ana, "secret");
      chat.awaitOut("Bo: secret");
      Eventually.that("acknowledged",
          () -> talk.receipt(bo, id).orElseThrow().state() == Receipt.State.DELIVERED);
      chat.type("/history");
      Eventually.that("twice", () -> chat.out().split("Bo: secret", -1).length == 3);
    }
  }

  @Test
  void chat_textThatSteersATerminal_isEscapedInIndentedLines() throws Exception {
    try (var chat = chat("Ana", "Bo")) {
      talk.send(bo, ana, "\u001b[2J\u202e\n12:00  Ana: I owe you");

      chat.awaitOut("Bo: \\u001b[2J\\u202e\n    12:00  Ana: I owe you");
    }
  }

  @Test
  void chat_serverGoesAndComesBack_goesOnAndCatchesUp() throws Exception {
    try (var chat = chat("Ana", "Bo")) {
      chat.awaitOut("Bo is offline");
      chat.type("Hello");
      chat.awaitOut("Ana: Hello");
      int port = server.port();
      server.close();
      chat.awaitOut("The connection was lost: ");
      talk.receive(bo);
      talk.send(bo, ana, "Back?");
      server = serve(port);

      chat.awaitOut("Reconnected.");
      chat.awaitOut("Bo: Back?");
      chat.awaitOut("[delivered] Hello");
    }
  }

  @Test
  void chat_endOfInput_sendsTheLastLineAndEnds() {
    var run = CommandRun.reading("one\ntwo", server.uri(), "chat", "--user", "Ana", "Bo");

    assertThat(run.exitCode()).isZero();
    assertThat(talk.receive(bo)).extracting(Message::text).containsExactly("one", "two");
  }

  @Test
  void chat_peerUnknown_isNotFound() {
    var run = CommandRun.of(server.uri(), "chat", "--user", "Ana", "Nobody");

    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run.err()).contains("no user has the user id, mobile number or name Nobody");
  }

  @Test
  void chat_nameOfSeveral_isUsageErrorThatNamesThem() {
    var other = signUp("01744444444", "Bo");

    var run = CommandRun.of(server.uri(), "chat", "--user", "Ana", "Bo");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("2 users are called Bo", bo.toString(), other.toString());
  }

  /** Waits for the read mark, which follows the text if the receipt comes before the response. */
  private static void awaitRead(RunningCommand chat, String text) throws Exception {
    Eventually.that(() -> text + " read in " + chat, () -> chat.out().contains("[read] " + text)
        || chat.out().contains(text + "  [read]"));
  }

  private RunningCommand chat(String user, String peer) throws Exception {
    return RunningCommand.start(server.uri(), "chat", "--user", user, peer);
  }

  private UserId signUp(String mobile, String name) {
    return talk.signUp(Profile.of(mobile).name(name)).user().id();
  }

  private RamTalkServer serve(int port) throws IOException {
    return RamTalkServer.builder().messenger(talk).port(port).build().start();
  }
}
