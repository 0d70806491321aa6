package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.Message;
import io.ramtalk.Tools;
import io.ramtalk.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chats with the real launcher, jar and terminal. */
final class ChatIT {
  private static final Path LAUNCHER =
      Path.of("..", "bin", "ramtalk").toAbsolutePath().normalize();
  private static final String LEFT = "one";
  private static final String RIGHT = "two";

  @TempDir
  private Path folder;
  private Tmux tmux;
  private RealServer server;
  private RamTalk talk;
  private UserId ana;
  private UserId bo;

  @BeforeEach
  void start() throws Exception {
    Tools.require("tmux");
    tmux = new Tmux(folder.resolve("s"));
    server = RealServer.start();
    talk = server.talk();
    ana = talk.signUp(Profile.of("01711111111").name("Ana")).user().id();
    bo = talk.signUp(Profile.of("01722222222").name("Bo")).user().id();
  }

  @AfterEach
  void stop() throws Exception {
    tmux.close();
    server.close();
  }

  @Test
  void chat_inTwoTerminals_looksAsItShould() throws Exception {
    chat(LEFT, "Ana", "Bo", "");
    tmux.awaitScreen(LEFT, "Bo is offline");
    chat(RIGHT, "Bo", "01711111111", "NO_COLOR=1");
    tmux.awaitScreen(LEFT, " Ana with Bo  online");
    tmux.awaitScreen(RIGHT, " Bo with Ana  online");
    tmux.type(LEFT, "Hello Bo!");
    tmux.awaitScreen(RIGHT, "Ana  Hello Bo!");
    tmux.type(RIGHT, "Hi \u09ac\u09be\u0982");
    tmux.awaitScreen(LEFT, "Hi \u09ac\u09be\u0982");
    tmux.awaitScreen(LEFT, "Hello Bo!  \u2713\u2713 read");
    var picture = Files.write(folder.resolve("p.gif"), ChatCommandTest.GIF);
    tmux.type(LEFT, "/image " + picture);
    tmux.awaitScreen(RIGHT, "[image/gif, 2 x 3 pixels, ");
    awaitPrompt(RIGHT, "");

    assertThat(tmux.colouredScreen(LEFT)).contains("\u001b[36m");
    assertThat(tmux.colouredScreen(RIGHT)).doesNotContainPattern("\u001b\\[[0-9;]*3[1-7]");
    assertThat(tmux.screen(RIGHT).lines().map(line -> line.replaceAll("^\\d\\d:\\d\\d", "TIME"))
        .filter(line -> !line.isEmpty())).containsExactly(
            "TIME   --  Talking with Ana. Type /help for a list of commands.",
            "TIME   --  Ana is online.",
            "TIME  Ana  Hello Bo!",
            "TIME   Bo  Hi \u09ac\u09be\u0982  \u2713\u2713 read",
            "TIME  Ana  [image/gif, 2 x 3 pixels, " + ChatCommandTest.GIF.length + " bytes]",
            " Bo with Ana  online",
            ">");
    end(RIGHT);
    tmux.awaitScreen(LEFT, " Ana with Bo  offline, last seen ");
    end(LEFT);
  }

  @Test
  void chat_hostileText_changesNothingButItsLine() throws Exception {
    chat(LEFT, "Ana", "Bo", "");
    tmux.awaitScreen(LEFT, "Bo is offline");
    var title = tmux.about(LEFT, "#{pane_title}");
    talk.send(bo, ana, "\u001b]0;stolen\u0007\u001b[2J\u001b[1;1H\u001b[?1049l\u009b31m\u202ex");
    talk.send(bo, ana, "wide \u4f60\u597d\ud83d\ude00 ".repeat(20) + "end");

    tmux.awaitScreen(LEFT, "end");

    assertThat(tmux.about(LEFT, "#{pane_title}")).isEqualTo(title);
    assertThat(tmux.about(LEFT, "#{alternate_on}")).isEqualTo("1");
    assertThat(tmux.screen(LEFT).replaceAll("\n {12}", ""))
        .contains("Bo is offline", "\\u001b]0;stolen\\u0007\\u001b[2J");
    assertThat(tmux.screen(LEFT).lines()).hasSize(24);
    end(LEFT);
  }

  @Test
  void chat_mailboxFullAndSmallTerminal_keepsWhatWasTyped() throws Exception {
    chat(LEFT, "Ana", "Bo", "");
    tmux.awaitScreen(LEFT, "Bo is offline");
    for (int i = 1; i <= 6; i++) {
      tmux.type(LEFT, "message " + i);
    }
    tmux.awaitScreen(LEFT, "!!  Not sent: ");
    awaitPrompt(LEFT, " message 6");

    tmux.resize(LEFT, 40, 10);
    tmux.awaitScreen(LEFT, "> message 6");
    tmux.awaitScreen(LEFT, "\n            full (max 5).\n Ana with Bo  offline\n> message 6");
    tmux.press(LEFT, "PPage");
    tmux.awaitScreen(LEFT, "Talking with Bo");
    tmux.press(LEFT, "NPage");
    tmux.awaitScreen(LEFT, "Not sent");
    assertThat(talk.receive(bo)).extracting(Message::text).contains("message 5").hasSize(5);
    tmux.press(LEFT, "Enter");

    Eventually.that("sent again", () -> talk.peek(bo, 9).size() == 1);
    end(LEFT);
  }

  @Test
  void chat_interrupted_leavesTheScreenAsItWas() throws Exception {
    chat(LEFT, "Ana", "Bo", "");
    tmux.awaitScreen(LEFT, "Bo is offline");
    tmux.press(LEFT, "x");
    awaitPrompt(LEFT, " x");

    tmux.press(LEFT, "C-c");
    awaitPrompt(LEFT, "");
    tmux.press(LEFT, "C-c");

    awaitDead(LEFT);
    assertLeftAsItWas(LEFT);
  }

  private void chat(String terminal, String user, String peer, String variable) throws Exception {
    var variables = "XDG_CACHE_HOME=/dev/null LC_ALL=C.UTF-8 JAVA_HOME="
        + System.getProperty("java.home") + " RAMTALK_SERVER=" + server.uri() + " " + variable;
    tmux.start(terminal, "trap : INT; echo before; env " + variables + " '" + LAUNCHER
        + "' chat --user " + user + " " + peer + "; echo after $?");
  }

  private void end(String terminal) throws Exception {
    tmux.press(terminal, "C-u");
    tmux.type(terminal, "/quit");
    awaitDead(terminal);
    assertLeftAsItWas(terminal);
  }

  private void assertLeftAsItWas(String terminal) throws Exception {
    assertThat(tmux.history(terminal)).startsWith("before\nafter 0\n").doesNotContain(" is o");
  }

  private void awaitPrompt(String terminal, String typed) throws Exception {
    Eventually.that(">" + typed,
        () -> tmux.screen(terminal).stripTrailing().endsWith("\n>" + typed));
  }

  private void awaitDead(String terminal) throws Exception {
    Eventually.that("dead", () -> tmux.about(terminal, "#{pane_dead}").equals("1"));
  }
}
