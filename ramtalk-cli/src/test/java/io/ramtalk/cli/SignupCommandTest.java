package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignupCommandTest {
  private static final String NAME = "\u09ac\u09be\u0982\u09b2\u09be \ud83d\ude00 & = + %";

  private RealServer server;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void signup_newNumber_printsStatusAndId() {
    var run = server.run("signup", "--mobile", "01711111111");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("created [0-9a-f-]{36}\\R");
    assertThat(run.err()).isEmpty();
    assertThat(server.talk().find("01711111111").orElseThrow().id()).hasToString(run.id());
  }

  @Test
  void signup_registeredNumber_saysSoWithTheSameId() {
    var first = server.run("signup", "--mobile", "01711111111");

    var second = server.run("signup", "--mobile", "01711111111");

    assertThat(second.exitCode()).isZero();
    assertThat(second.line()).isEqualTo("exists " + first.id());
  }

  @Test
  void signup_json_printsTheAnswer() {
    var run = server.run("signup", "--mobile", "01711111111", "--json");

    assertThat(run.out()).matches(
        "\\{\"status\":\"created\",\"user_id\":\"[0-9a-f-]{36}\"}\\R");
  }

  @Test
  void signup_nameOutsideAscii_arrivesUnchanged() {
    var run = server.run("signup", "--mobile", "01711111111", "--name", NAME);

    assertThat(user(run).name()).isEqualTo(NAME);
  }

  @Test
  void signup_image_arrivesUnchangedWithNumberAndName(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("face \u09ac.gif"), Pictures.GIF);

    var run = server.run(
        "signup", "--mobile", "+88017 1111", "--name", NAME, "--image", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(user(run).mobile().given()).isEqualTo("+88017 1111");
    assertThat(user(run).name()).isEqualTo(NAME);
    assertThat(user(run).image().bytes()).isEqualTo(Pictures.GIF);
  }

  @Test
  void signup_imageBeyondTheServersLimit_isRefusedByTheServer(@TempDir Path folder)
      throws IOException {
    var file = Files.write(folder.resolve("face.gif"), Arrays.copyOf(Pictures.GIF, 900_000));

    var run = server.run("signup", "--mobile", "01711111111", "--image", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: Image exceeds 50KB limit.");
    assertThat(server.talk().users()).isEmpty();
  }

  @Test
  void signup_imageBeyondAllLimits_isNotRead(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("face.gif"), new byte[Input.MAX_FILE_BYTES + 1]);

    var run = server.run("signup", "--mobile", "01711111111", "--image", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("face.gif has more than 16777216 bytes");
  }

  @Test
  void signup_imageMissing_namesTheFile(@TempDir Path folder) {
    var file = folder.resolve("none.gif");

    var run = server.run("signup", "--mobile", "01711111111", "--image", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isEqualToIgnoringNewLines("ramtalk: no such file: " + file);
    assertThat(server.talk().users()).isEmpty();
  }

  @Test
  void signup_imageIsFolder_isUsageError(@TempDir Path folder) {
    var run = server.run("signup", "--mobile", "01711111111", "--image", folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("ramtalk: cannot read " + folder);
  }

  @Test
  void signup_numberInvalid_isRefused() {
    var run = server.run("signup", "--mobile", "abc");

    assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("ramtalk: Mobile number").contains("abc");
  }

  @Test
  void signup_numberMissing_isUsageError() {
    var run = server.run("signup", "--name", "Ana");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--mobile").contains("Try 'ramtalk signup --help'");
  }

  @Test
  void signup_serverFull_isLimited() throws IOException {
    try (var talk = RamTalk.builder().users(1).build(); var full = RealServer.serving(talk)) {
      talk.signUp(Profile.of("01711111111"));

      var run = full.run("signup", "--mobile", "01722222222");

      assertThat(run.exitCode()).isEqualTo(ExitCode.LIMITED);
      assertThat(run.err()).startsWith("ramtalk: ").contains("max 1");
    }
  }

  private io.ramtalk.User user(CommandRun run) {
    return server.talk().user(UserId.parse(run.id()));
  }
}
