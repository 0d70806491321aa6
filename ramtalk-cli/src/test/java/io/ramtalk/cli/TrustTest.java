package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Certificates;
import io.ramtalk.Eventually;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustTest {
  @TempDir
  private static Path folder;
  private static Certificates certificates;

  @TempDir
  private Path home;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new Certificates(folder);
    certificates.selfSigned("own", Certificates.LOOPBACK);
    certificates.selfSigned("elsewhere", "dns:example.org");
    certificates.authority("signer");
    certificates.signed("signed", "signer");
  }

  @Test
  void https_certificateInTheFile_isTrusted() throws Exception {
    try (var server = RealServer.secure(certificates.server("own"))) {
      var desk = Desk.at(server.uri(), home);
      var file = certificates.pem("own").toString();

      assertThat(server.uri().getScheme()).isEqualTo("https");
      assertThat(desk.run("health", "--cacert", file).line()).isEqualTo("ok");
      assertThat(desk.with("RAMTALK_CACERT", file).run("health").line()).isEqualTo("ok");
      assertThat(desk.with("RAMTALK_CACERT", "none").run("health", "--cacert", file).line())
          .isEqualTo("ok");
    }
  }

  @Test
  void https_certificateSignedByOneOfTheFile_isTrusted() throws Exception {
    var several = Files.writeString(folder.resolve("several.pem"),
        Files.readString(certificates.pem("elsewhere"))
            + Files.readString(certificates.pem("signer")));
    try (var server = RealServer.secure(certificates.server("signed"))) {
      assertThat(server.run("health", "--cacert", several.toString()).line()).isEqualTo("ok");
    }
  }

  @Test
  void https_manyCalls_areMadeWithOneReadingOfTheFile() throws Exception {
    var file = Files.copy(certificates.pem("own"), home.resolve("own.pem"));
    try (var server = RealServer.secure(certificates.server("own"))) {
      var ana = server.signUp("01711111111");
      try (var listen = Desk.at(server.uri(), home).start(
          "listen", "--user", ana, "--count", "1", "--cacert", file.toString())) {
        Eventually.that("online",
            () -> server.talk().presence(UserId.parse(ana)).online());
        Files.delete(file);
        server.run("send", "--from", ana, "--to", ana, "--cacert",
            certificates.pem("own").toString(), "Hello");

        assertThat(listen.awaitEnd().line()).endsWith("Hello");
      }
    }
  }

  @Test
  void https_certificateOfNobodyTrusted_isUnreachableAndSaysWhatHelps() throws Exception {
    try (var server = RealServer.secure(certificates.server("own"))) {
      var other = certificates.pem("signer").toString();
      for (var args : new String[][] {{"users"}, {"users", "--cacert", other}}) {
        var run = server.run(args);

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).startsWith("ramtalk: cannot reach " + server.uri()
            + ": its certificate is not signed by a trusted authority; use --cacert FILE");
      }
    }
  }

  @Test
  void https_certificateOfAnotherName_isUnreachable() throws Exception {
    try (var server = RealServer.secure(certificates.server("elsewhere"))) {
      var run = server.run("users", "--cacert", certificates.pem("elsewhere").toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.err()).contains("its certificate is not valid: ", "127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "-----BEGIN CERTIFICATE-----\nMIIB",
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
  void cacert_fileWithoutCertificates_isUsageError(String content) throws Exception {
    var file = Files.writeString(home.resolve("bad.pem"), content);

    assertUnusable(file, "--cacert: " + file + " has no PEM certificates");
  }

  @Test
  void cacert_keyOrNoFile_isUsageError() throws Exception {
    assertUnusable(certificates.key("own"), " has no PEM certificates");
    assertUnusable(home.resolve("none"), "no such file: " + home.resolve("none"));
    assertUnusable(home, home.toString());
  }

  @Test
  void cacert_plainHttp_isNotRead() throws IOException {
    try (var server = RealServer.start()) {
      assertThat(server.run("health", "--cacert", "none").exitCode()).isZero();
    }
  }

  @Test
  void https_serverSpeaksNoTls_isUnreachable() throws IOException {
    try (var server = RealServer.start()) {
      var run = CommandRun.of(
          URI.create("https://127.0.0.1:" + server.uri().getPort()), "users");

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(run.err()).startsWith("ramtalk: cannot reach https://127.0.0.1:");
    }
  }

  @Test
  void https_serverSaysNothing_isGivenUp() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var environment = Map.of("RAMTALK_SERVER", "https://127.0.0.1:" + silent.getLocalPort());
      var soon = new Timeouts(Eventually.LIMIT, Duration.ofMillis(50), Duration.ZERO);

      var run = CommandRun.of(environment, new byte[0], soon, "users");

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }
  }

  private static void assertUnusable(Path file, String sentence) {
    var run = CommandRun.of(URI.create("https://127.0.0.1:1"), "users", "--cacert",
        file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("ramtalk: ").contains(sentence);
  }
}
