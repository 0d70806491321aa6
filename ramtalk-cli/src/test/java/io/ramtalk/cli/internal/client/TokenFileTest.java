package io.ramtalk.cli.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenFileTest {
  private static final String SERVER = "http://localhost:8000";
  private static final Session ANA = new Session("rt_1", "1", "017 \u09ac");
  private static final Session BO = new Session("rt_2", "2", "018");

  @TempDir
  private Path folder;
  private Path file;
  private TokenFile tokens;

  @BeforeEach
  void choose() {
    var own = folder.resolve("new/ramtalk");
    file = own.resolve("tokens.json");
    tokens = TokenFile.in(own);
  }

  @Test
  void find_noFile_isNothing() {
    assertThat(tokens.find(SERVER)).isNull();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keep_sessions_findsEachAtItsServer() {
    tokens.keep(SERVER, BO);
    tokens.keep("https://example.org/talk", BO);
    tokens.keep(SERVER, ANA);

    assertThat(tokens.find(SERVER)).isEqualTo(ANA);
    assertThat(tokens.find("https://example.org/talk")).isEqualTo(BO);
    assertThat(tokens.find("http://localhost")).isNull();
  }

  @Test
  void keep_anything_isForItsOwnerAloneAndLeavesNothingElse() throws IOException {
    tokens.keep(SERVER, ANA);
    tokens.keep("http://x", BO);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void forget_whoIsMeant_leavesTheOthers() {
    tokens.keep(SERVER, ANA);
    tokens.keep("http://x", BO);

    tokens.forget(SERVER, session -> session.token().equals("rt_2"));
    assertThat(tokens.find(SERVER)).isEqualTo(ANA);
    tokens.forget(SERVER, session -> session.token().equals("rt_1"));

    assertThat(tokens.find(SERVER)).isNull();
    assertThat(tokens.find("http://x")).isEqualTo(BO);
  }

  @Test
  void forget_theLast_deletesTheFile() {
    tokens.keep(SERVER, ANA);

    tokens.forget(SERVER, session -> true);
    tokens.forget(SERVER, session -> true);

    assertThat(file.getParent()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rw-rw-rw-"})
  void find_fileThatOthersMayUse_isRefusedAndSaysHowToMendIt(String permissions)
      throws IOException {
    tokens.keep(SERVER, ANA);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> tokens.find(SERVER)).isInstanceOf(Failure.class)
        .hasMessageEndingWith("fix this with: chmod 600 " + file);
    assertThatThrownBy(() -> tokens.keep(SERVER, BO)).isInstanceOf(Failure.class);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(tokens.find(SERVER)).isEqualTo(ANA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "x", "{\"a\":{}}", "{\"a\":{\"token\":\"x\"}}",
      "{\"a\":{\"token\":\"x\",\"user_id\":\"\"}}", "{\"a\":{\"token\":\"x\",\"user_id\":\"1\"}",
      "{\"a\":{\"token\":\"x\\r\\nX: y\",\"user_id\":\"1\"}}"})
  void find_fileThatIsNone_isRefused(String content) throws IOException {
    tokens.keep(SERVER, ANA);
    Files.writeString(file, content);

    assertThatThrownBy(() -> tokens.find(SERVER)).isInstanceOf(Failure.class)
        .hasMessage(file + " is not a valid token file; delete it and log in again");
  }

  @Test
  void find_fileTooLong_isRefused() throws IOException {
    tokens.keep(SERVER, ANA);
    Files.writeString(file, " ".repeat(TokenFile.MAX_BYTES));
    assertThatThrownBy(() -> tokens.find(SERVER)).hasMessageContaining("is not a valid token file");
    Files.writeString(file, "{}" + " ".repeat(TokenFile.MAX_BYTES - 1));

    assertThatThrownBy(() -> tokens.find(SERVER)).hasMessageContaining("is not a valid token file");
  }

  @Test
  void find_folderInPlaceOfTheFile_isRefused() throws IOException {
    Files.createDirectories(file, PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwx------")));

    assertThatThrownBy(() -> tokens.find(SERVER)).isInstanceOf(Failure.class)
        .hasMessageStartingWith("cannot read the token file " + file);
  }

  @Test
  void keep_fileInPlaceOfTheFolder_isRefused() throws IOException {
    Files.createFile(folder.resolve("new"));

    assertThatThrownBy(() -> tokens.keep(SERVER, ANA)).isInstanceOf(Failure.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void keep_linkToAFolder_isFollowed() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createDirectory(folder.resolve("new"));
    Files.createSymbolicLink(file.getParent(), elsewhere);

    tokens.keep(SERVER, ANA);

    assertThat(elsewhere.resolve("tokens.json")).exists();
  }

  @Test
  void keep_oneServerTooMany_isRefusedAndNamesOne() {
    for (int i = 0; i < TokenFile.MAX_SERVERS; i++) {
      tokens.keep("http://" + i, ANA);
    }

    assertThatThrownBy(() -> tokens.keep(SERVER, ANA)).isInstanceOf(Failure.class)
        .hasMessageContaining("64 servers").hasMessageEndingWith("logout --server http://0");
    tokens.keep("http://5", BO);
    assertThat(tokens.find("http://5")).isEqualTo(BO);
    assertThat(tokens.find("http://63")).isEqualTo(ANA);
  }

  @Test
  void keep_tooManyBytes_isRefusedAndChangesNothing() throws IOException {
    tokens.keep(SERVER, ANA);
    var before = Files.readString(file);

    assertThatThrownBy(() -> tokens.keep("http://" + "x".repeat(TokenFile.MAX_BYTES), BO))
        .isInstanceOf(Failure.class).hasMessageContaining("more than 65536 bytes");

    assertThat(file).hasContent(before);
  }

  @Test
  void keep_fileSystemWithoutPermissions_works() throws IOException {
    try (var zip = FileSystems.newFileSystem(
        folder.resolve("a.zip"), Map.of("create", "true"))) {
      var there = TokenFile.in(zip.getPath("/ramtalk"));

      there.keep(SERVER, BO);
      there.keep(SERVER, ANA);

      assertThat(there.find(SERVER)).isEqualTo(ANA);
    }
  }

  @ParameterizedTest
  @CsvSource({
      "/xdg, /home, /xdg/ramtalk", "xdg, /home, /home/.config/ramtalk",
      "'', /home, /home/.config/ramtalk"})
  void of_shell_followsTheDesktopsRule(String config, String home, Path expected) {
    var environment = Map.of("XDG_CONFIG_HOME", config, "HOME", home);

    assertThat(TokenFile.of(shell(environment)).placeFor(SERVER))
        .isEqualTo(expected.resolve("tokens.json"));
  }

  @Test
  void of_shellWithoutHome_findsNothingAndKeepsNothing() {
    var nowhere = TokenFile.of(shell(Map.of()));

    nowhere.forget(SERVER, session -> true);
    assertThat(nowhere.find(SERVER)).isNull();
    assertThatThrownBy(() -> nowhere.keep(SERVER, ANA)).isInstanceOf(Failure.class)
        .hasMessageContaining("HOME");
  }

  @Test
  void session_asText_hidesTheToken() {
    assertThat(ANA.toString()).contains("017").doesNotContain("rt_1");
  }

  private static Shell shell(Map<String, String> environment) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    return new Shell(InputStream.nullInputStream(), nowhere, nowhere, environment,
        Timeouts.DEFAULT);
  }
}
