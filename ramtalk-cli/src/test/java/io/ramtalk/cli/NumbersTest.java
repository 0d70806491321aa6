package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.cli.internal.client.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number in place of each user id of the command line. */
final class NumbersTest {
  private RealServer server;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.serving(RamTalk.create());
    server.signUp("01711111111");
    server.talk().signUp(Profile.of("+880 1722-222222").name("Bo"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void numbers_fromSendToRead_areTheirUsers() {
    var sent = server.run("send", "--from", "01711111111", "--to", "+8801722222222", "hi");

    assertThat(sent.exitCode()).isZero();
    assertThat(server.run("receive", "--user", "008801722222222", "--peek").line())
        .endsWith("Z  01711111111  hi");
    assertThat(server.run("await", "--user", "+880/1722/222222", "--match", "hi").line())
        .endsWith("Z  01711111111  hi");
    assertThat(server.run("listen", "--user", "+880 1722 222222", "--until-caught-up").line())
        .endsWith("Z  01711111111  hi");
    assertThat(server.run("read", "--user", "+8801722222222", "--from", "0171-1111111", sent.id())
        .line()).isEqualTo("read 1");
    assertThat(server.run("sent", "--user", "01711111111").line())
        .containsPattern(sent.id() + "  Bo +read ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"receive --peek", "sent", "profile", "export", "profile --name Bob",
      "leave --yes"})
  void number_ofUser_isAccepted(String command) {
    var run = server.run((command + " --user tel:+880-1722-222222").split(" "));

    assertThat(run.err()).doesNotContain("not found");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void users_afterANumber_listsThoseBehind() {
    assertThat(server.run("users", "--after", "01711111111").out())
        .contains("+880 1722-222222").doesNotContain("01711111111");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+880 1722-222222", "tel:+8801722222222", "+\u09ee\u09ee\u09e61722222222",
      "Bo"})
  void chat_peer_isFoundByNumberOrName(String peer) {
    var run = CommandRun.reading("Hi\n", server.uri(), "chat", "--user", "01711111111", peer);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Talking with Bo");
  }

  @Test
  void number_withAnExtension_isRefusedAndSaidSo() {
    var run = server.run("receive", "--user", "01711111111 ext 5");

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("extension");
  }
}
