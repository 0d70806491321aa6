package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @Test
  void help_listsCommandsExitCodesAndEnvironment() {
    var run = CommandRun.of(NOWHERE, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("  signup ", "  login ", "  logout ", "  logins ", "  send ",
        "  receive ", "  await ", "  sent ", "  read ", "  listen ", "  chat ",
        "  users ", "  profile ", "  export ", "  leave ", "  stats ", "  snapshot ",
        "  health ", "  completion ",
        "  0   success", "  7   the server could not", "RAMTALK_SERVER", "RAMTALK_TOKEN",
        "RAMTALK_CACERT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signup", "login", "logout", "logins", "send", "receive", "await", "sent",
      "read", "listen", "chat", "users", "profile", "export", "leave", "stats", "snapshot",
      "health"})
  void help_ofCommand_hasOptionsExitCodesAndEnvironment(String command) {
    var run = CommandRun.of(NOWHERE, command, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: ramtalk " + command, "--server=URL", "--json",
        "--cacert=FILE", "http://localhost:8000", "  6   a mailbox", "RAMTALK_SERVER");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"signup", "login", "logout", "logins", "send", "receive", "await", "sent",
      "read", "listen", "chat", "users", "profile", "export", "leave", "snapshot", "health"})
  void version_ofCommand_isThatOfTheProgram(String command) {
    var run = CommandRun.of(NOWHERE, command, "--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).matches("ramtalk \\S+").isEqualTo(
        CommandRun.of(NOWHERE, "-V").line());
  }

  @Test
  void run_noCommand_printsTheHelp() {
    var run = CommandRun.of(NOWHERE);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEqualTo(CommandRun.of(NOWHERE, "--help").out());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void run_commandUnknown_suggestsOne() {
    var run = CommandRun.of(NOWHERE, "user");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("'user'", "users");
    assertThat(CommandRun.of(NOWHERE, "recieve", "--json").err()).contains("ramtalk receive");
  }

  @Test
  void run_optionUnknown_isUsageErrorWithItsCharactersEscaped() {
    var run = CommandRun.of(NOWHERE, "users", "--\u001b[2J");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void server_optionBeforeOrAfterTheCommand_winsOverEnvironment() throws IOException {
    try (var server = RealServer.start()) {
      var uri = server.uri().toString();

      assertThat(CommandRun.of(NOWHERE, "--server", uri, "health").line()).isEqualTo("ok");
      assertThat(CommandRun.of(NOWHERE, "health", "--server=" + uri + "/").line()).isEqualTo("ok");
      assertThat(CommandRun.of(NOWHERE, "health").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }
  }

  @Test
  void server_neitherOptionNorVariable_isTheDefault() {
    var options = new SharedOptions(new Shell(InputStream.nullInputStream(),
        new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()),
        Map.of("RAMTALK_SERVER", ""), CommandRun.TIMEOUTS));

    assertThat(options.server()).hasToString("http://localhost:8000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8000", "ftp://localhost", "http://", "http:///x", "nonsense",
      "http://localhost:99999", "http://localhost:x", "http://a b", "http://u:p@localhost",
      "http://localhost?x", "http://localhost#x", "file:///etc", "http:opaque", "/"})
  void server_addressInvalid_isUsageErrorThatNamesIt(String address) {
    var run = CommandRun.of(NOWHERE, "users", "--server", address);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("ramtalk: the server's address").contains(address);
  }

  @Test
  void server_hostUnknown_isUnreachable() {
    var run = CommandRun.of(NOWHERE, "users", "--server", "http://no_such.invalid:8000");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).contains("http://no_such.invalid:8000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.1:1", "http://chat.example", "http://localhost.example",
      "http://[2001:db8::1]:1", "http://127.0.0.1.example"})
  void token_toAnotherMachineByHttp_isUsageErrorAndNothingIsSent(String address) {
    for (var command : new String[] {"users", "receive --user x", "logout", "login 01711111111"}) {
      var token = command.startsWith("login") ? "" : "rt_secret";
      var run = CommandRun.of(Map.of("RAMTALK_TOKEN", token, "RAMTALK_SERVER", address),
          new byte[0], CommandRun.TIMEOUTS, (command + " --json").split(" "));

      assertThat(run.exitCode()).as(command).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).startsWith("ramtalk: others on the network could read your token")
          .contains(address, "https", "--insecure-http").doesNotContain("secret");
    }
  }

  @Test
  void token_toAnotherMachineByHttpOrHttps_sentIfThatIsWanted() {
    for (var words : new String[] {"users --insecure-http --server http://no_such.invalid",
        "users --server https://no_such.invalid"}) {
      var run = CommandRun.of(Map.of("RAMTALK_TOKEN", "rt_secret"), new byte[0],
          CommandRun.TIMEOUTS, words.split(" "));

      assertThat(run.exitCode()).as(words).isEqualTo(ExitCode.UNREACHABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1", "http://app.localhost:1", "http://127.0.0.1:1",
      "http://127.1.2.3:1", "http://[::1]:1", "http://[0:0:0:0:0:0:0:1]:1"})
  void token_toThisMachineByHttp_sent(String address) {
    var run = CommandRun.of(Map.of("RAMTALK_TOKEN", "rt_secret", "RAMTALK_SERVER", address),
        new byte[0], CommandRun.TIMEOUTS, "users");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void noToken_toAnotherMachineByHttp_asked() {
    var health = CommandRun.of(Map.of("RAMTALK_TOKEN", "rt_secret"), new byte[0],
        CommandRun.TIMEOUTS, "health", "--server", "http://no_such.invalid");

    assertThat(health.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void token_withLineBreak_isUsageErrorThatKeepsTheSecret() {
    var run = CommandRun.of(Map.of("RAMTALK_TOKEN", "secret\r\nX: y"), new byte[0],
        CommandRun.TIMEOUTS, "users");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("RAMTALK_TOKEN").doesNotContain("secret");
  }

  @Test
  void run_outputCannotBeWritten_fails() throws IOException {
    var err = new StringWriter();
    var full = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("No space left on device");
      }
    };
    try (var server = RealServer.start(); var out = new PrintWriter(full)) {
      int exitCode = Main.run(new Shell(InputStream.nullInputStream(), out, new PrintWriter(err),
          Map.of("RAMTALK_SERVER", server.uri().toString()), CommandRun.TIMEOUTS), "users");

      assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
      assertThat(err.toString()).contains("output could not be written");
    }
  }
}
