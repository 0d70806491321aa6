package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Certificates;
import io.ramtalk.Eventually;
import io.ramtalk.cli.internal.client.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TLS server with logins, and two people with the launcher. */
final class LoginIT {
  private static final String LAUNCHER =
      Path.of("..", "bin", "ramtalk").toAbsolutePath().normalize().toString();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";

  @TempDir
  private Path folder;
  private Process server;
  private String address;
  private Path certificate;

  @BeforeEach
  void start() throws Exception {
    var certificates = new Certificates(folder);
    certificates.selfSigned("own", Certificates.LOOPBACK);
    certificate = certificates.pem("own");
    var port = folder.resolve("port");
    server = new ProcessBuilder(JAVA, "-cp", System.getProperty("java.class.path"),
        "io.ramtalk.server.command.Main", "--port", "0", "--port-file", port.toString(),
        "--access", "otp", "--otp-delivery", "console", "--tls-cert", certificate.toString(),
        "--tls-key", certificates.key("own").toString())
        .redirectErrorStream(true).redirectOutput(terminal().toFile()).start();
    Eventually.that("the port", () -> Files.exists(port) && Files.readString(port).endsWith("\n"));
    address = "https://127.0.0.1:" + Files.readString(port).strip();
  }

  @AfterEach
  void stop() throws Exception {
    server.destroy();
    Eventually.exits(server);
  }

  @Test
  void people_loggedIn_talkUntilTheyLogOut() throws Exception {
    assertThat(run("ana", "users").exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    logIn("ana", ANA, "Ana");
    logIn("bo", BO, "Bo");

    assertThat(run("ana", "users").out()).contains("*********22  ").contains(ANA);
    assertThat(run("ana", "send", "--to", BO, "Hello").line()).startsWith("sent ");
    assertThat(run("bo", "receive").line()).endsWith("  Hello");
    assertThat(typing("Hi there\n", "bo", "chat", ANA).out()).contains("Talking with Ana");
    assertThat(run("ana", "receive").line()).endsWith("  Hi there");
    assertThat(run("ana", "logout").line()).isEqualTo("logged_out");

    var refused = run("ana", "users");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
    assertThat(refused.err()).endsWith("; log in with: ramtalk login NUMBER\n");
    assertThat(run("bo", "users").exitCode()).isZero();
  }

  @Test
  void tokens_thatOthersMayRead_areNotUsed() throws Exception {
    logIn("ana", ANA, "Ana");
    var tokens = folder.resolve("ana/.config/ramtalk/tokens.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");

    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));

    var run = run("ana", "users");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).endsWith("fix this with: chmod 600 " + tokens + "\n");
  }

  /** Logs in as a person does: reads the code in the server's output, and types it. */
  private void logIn(String who, String mobile, String name) throws Exception {
    var login = begin(who, "login", mobile, "--name", name);
    var code = Pattern.compile("To " + mobile + ": .*? (\\d{6})\\.");
    Eventually.that("a code for " + mobile, () -> code.matcher(shown()).find());
    var match = code.matcher(shown());
    assertThat(match.find()).isTrue();
    var run = end(who, login, match.group(1) + "\n");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.line()).startsWith("created ");
    assertThat(run.err()).contains("Logged in as " + mobile + ". The token is stored in "
        + folder.resolve(who + "/.config/ramtalk/tokens.json"));
  }

  private CommandRun run(String who, String... args) throws Exception {
    return typing("", who, args);
  }

  private CommandRun typing(String input, String who, String... args) throws Exception {
    return end(who, begin(who, args), input);
  }

  private Process begin(String who, String... args) throws IOException {
    var home = Files.createDirectories(folder.resolve(who));
    var command = Stream.concat(Stream.of(LAUNCHER), Arrays.stream(args)).toList();
    var builder = new ProcessBuilder(command)
        .redirectOutput(output(who, "out")).redirectError(output(who, "err"));
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", System.getenv("PATH"),
        "JAVA_HOME", System.getProperty("java.home"), "XDG_CACHE_HOME", "/dev/null",
        "HOME", home.toString(), "RAMTALK_SERVER", address,
        "RAMTALK_CACERT", certificate.toString()));
    return builder.start();
  }

  private CommandRun end(String who, Process process, String input) throws Exception {
    try (var keyboard = process.getOutputStream()) {
      keyboard.write(input.getBytes(StandardCharsets.UTF_8));
    }
    Eventually.exits(process);
    return new CommandRun(process.exitValue(), Files.readString(output(who, "out").toPath()),
        Files.readString(output(who, "err").toPath()));
  }

  private File output(String who, String kind) {
    return folder.resolve(who + "." + kind).toFile();
  }

  private Path terminal() {
    return folder.resolve("terminal");
  }

  private String shown() throws IOException {
    return Files.readString(terminal());
  }
}
