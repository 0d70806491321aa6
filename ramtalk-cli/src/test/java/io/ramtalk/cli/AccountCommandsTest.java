package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ramtalk.Profile;
import io.ramtalk.ProfileChange;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for a user's own data: sent, read, profile, export, leave. */
final class AccountCommandsTest {
  private static final Instant START = Instant.parse("2026-11-22T10:44:00.123Z");
  private static final String BENGALI = "\u09ac\u09be\u0982\u09b2\u09be";

  private final VirtualClock clock = VirtualClock.startingAt(START);
  private RealServer server;
  private UserId ana;
  private UserId bo;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.serving(RamTalk.builder().clock(clock).build());
    ana = server.talk().signUp(Profile.of("01711111111").name(BENGALI)).user().id();
    bo = server.talk().signUp(Profile.of("01722222222").name("Bo")).user().id();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sent_messages_haveTheirStatesAndTimes() {
    var read = server.talk().send(ana, bo, "one");
    clock.advance(Duration.ofSeconds(1));
    server.run("receive", "--user", bo.toString(), "--mark-read");
    var delivered = server.talk().send(ana, bo, "two");
    server.talk().receive(bo);
    var queued = server.talk().send(ana, bo, "three");

    var run = server.run("sent", "--user", ana.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " "))).containsExactlyInAnyOrder(
        "id to state sent delivered ended",
        read + " Bo read 2026-11-22T10:44:00.123Z 2026-11-22T10:44:01.123Z "
            + "2026-11-22T10:44:01.123Z",
        delivered + " Bo delivered 2026-11-22T10:44:01.123Z 2026-11-22T10:44:01.123Z -",
        queued + " Bo queued 2026-11-22T10:44:01.123Z - -");
  }

  @Test
  void sent_oneMessage_isToldOfAlone() throws IOException {
    var id = server.talk().send(ana, bo, "one");
    server.talk().send(ana, bo, "two");

    assertThat(server.run("sent", "--user_id", ana.toString(), "--message-id", id.toString())
        .out().lines()).hasSize(2).last().asString().startsWith(id + "  Bo                queued ");
    var json = server.run(
        "sent", "--user", ana.toString(), "--message_id", id.toString(), "--json").out();
    assertThat(new ObjectMapper().readTree(json).get("state").asText()).isEqualTo("queued");
  }

  @Test
  void sent_json_printsTheAnswer() {
    assertThat(server.run("sent", "--user", ana.toString(), "--json").line())
        .isEqualTo("{\"receipts\":[]}");
  }

  @Test
  void sent_unknown_isNotFoundOrRefused() {
    var nobody = UserId.random().toString();

    assertThat(server.run("sent", "--user", nobody).exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(server.run("sent", "--user", ana.toString(), "--message-id", "0000000000000")
        .exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(server.run("sent", "--user", ana.toString(), "--message-id", "&x")
        .exitCode()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void read_received_tellsTheSenderOnce() {
    var one = server.talk().send(ana, bo, "one").toString();
    var two = server.talk().send(ana, bo, "two").toString();
    server.talk().receive(bo);

    assertThat(read(one, two).line()).isEqualTo("read 2");
    assertThat(read(one).line()).isEqualTo("read 0");
    assertThat(server.run("sent", "--user", ana.toString()).out().lines()
        .filter(line -> line.contains("  read "))).hasSize(2);
  }

  @Test
  void read_answerLost_isAskedAgain() throws IOException {
    try (var proxy = new CuttingProxy(server, "/read/", 1, 0)) {
      assertThat(proxy.run("read", "--user", bo.toString(), "--from", ana.toString(),
          "0000000000000", "--json").line()).isEqualTo("{\"read\":0}");
    }
  }

  @Test
  void read_wrong_isRefused() {
    assertThat(read("x").exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(read().exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(server.run("read", "--user", bo.toString(), "--from", "x", "0000000000000")
        .exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void profile_unchanged_isShown() {
    var run = server.run("profile", "--user", ana.toString());

    assertThat(run.out()).isEqualToNormalizingNewlines("id      " + ana + "\n"
        + "mobile  01711111111\nname    " + BENGALI + "\nsince   " + START + "\nimage   -\n");
  }

  @Test
  void profile_hostileName_isEscaped() throws IOException {
    try (var canned = CannedServer.answering("200 OK", "application/json",
        "{\"user_id\":\"1\",\"mobile\":\"2\",\"name\":\"Bo\\u001b[31m\\u202e\"}")) {
      assertThat(canned.run("profile", "--user", bo.toString()).out())
          .contains("name    Bo\\u001b[31m\\u202e");
    }
  }

  @Test
  void profile_nameAndImage_change(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("a.gif"), Pictures.GIF);

    var run = server.run("profile", "--user", ana.toString(), "--name", BENGALI + " 2",
        "--image", file.toString());

    assertThat(run.out()).contains("name    " + BENGALI + " 2",
        "image   image/gif, 1 x 1 pixels, " + Pictures.GIF.length + " bytes");
    assertThat(server.talk().user(ana).image().bytes()).isEqualTo(Pictures.GIF);
  }

  @Test
  void profile_removeImage_keepsTheName(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("a.gif"), Pictures.GIF);
    server.run("profile", "--user", ana.toString(), "--image", file.toString());

    var run = server.run("profile", "--user", ana.toString(), "--remove-image", "--json");

    assertThat(run.line()).contains("\"image\":null");
    assertThat(server.talk().user(ana).name()).isEqualTo(BENGALI);
    assertThat(server.talk().user(ana).image()).isNull();
  }

  @Test
  void profile_nameEmpty_takesItAway() {
    server.run("profile", "--user", ana.toString(), "--name", "");

    assertThat(server.talk().user(ana).name()).isEmpty();
  }

  @Test
  void profile_wrong_isRefused(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("a.gif"), "text").toString();
    var user = ana.toString();

    assertThat(server.run("profile", "--user", user, "--image", file).exitCode())
        .isEqualTo(ExitCode.REFUSED);
    assertThat(server.run("profile", "--user", user, "--image", file, "--remove-image").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(server.run("profile", "--user", "x", "--name", "a").exitCode())
        .isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void export_all_isOneObjectWithControlCharactersEscaped() throws IOException {
    server.talk().send(ana, bo, "one\u009b" + BENGALI);

    var run = server.run("export", "--user", bo.toString());

    var json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/messages/0/text").asText()).isEqualTo("one\u009b" + BENGALI);
    assertThat(json.get("name").asText()).isEqualTo("Bo");
    assertThat(run.line().chars()).noneMatch(SafeText::isUnsafe);
    assertThat(server.talk().receive(bo)).hasSize(1);
  }

  @Test
  void export_output_isANewFileForItsOwnerAlone(@TempDir Path folder) throws IOException {
    var file = folder.resolve("ana.json");

    var run = server.run("export", "--user", ana.toString(), "--output", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(new ObjectMapper().readTree(file.toFile()).get("name").asText()).isEqualTo(BENGALI);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void export_fileOrLinkThere_isLeftAlone(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("ana.json"), "mine");
    var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));

    for (var path : new Path[] {file, link}) {
      var run = server.run("export", "--user", ana.toString(), "--output", path.toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("file " + path + " already exists");
    }
    assertThat(file).hasContent("mine");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void export_failed_leavesNoFile(@TempDir Path folder) throws IOException {
    var file = folder.resolve("x.json").toString();

    assertThat(server.run("export", "--user", "x", "--output", file).exitCode())
        .isEqualTo(ExitCode.NOT_FOUND);
    try (var proxy = new CuttingProxy(server, "/export/", 9, 400)) {
      assertThat(proxy.run("export", "--user", ana.toString(), "--output", file).exitCode())
          .isEqualTo(ExitCode.UNREACHABLE);
    }
    assertThat(server.run("export", "--user", ana.toString(), "--output", file + "/x").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void export_pictures_areWhole() throws IOException {
    server.talk().change(ana, ProfileChange.none().image(Pictures.GIF));

    var run = server.run("export", "--user", ana.toString());

    assertThat(Base64.getDecoder().decode(
        new ObjectMapper().readTree(run.out()).get("image_data").asText())).isEqualTo(Pictures.GIF);
  }

  @Test
  void leave_withYes_deletesTheUser() {
    var run = server.run("leave", "--user", ana.toString(), "--yes");

    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).isEqualTo("deleted");
    assertThat(server.talk().find("01711111111")).isEmpty();
    assertThat(server.run("leave", "--user", ana.toString(), "--yes").exitCode())
        .isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void leave_withoutYes_deletesNothing() {
    var run = server.run("leave", "--user", ana.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--yes");
    assertThat(server.talk().find("01711111111")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sent", "read", "profile", "export", "leave", "receive"})
  void command_withoutUser_isUsageError(String command) {
    assertThat(server.run(command).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private CommandRun read(String... ids) {
    var args = new String[ids.length + 5];
    System.arraycopy(new String[] {"read", "--user", bo.toString(), "--from", ana.toString()}, 0,
        args, 0, 5);
    System.arraycopy(ids, 0, args, 5, ids.length);
    return server.run(args);
  }
}
