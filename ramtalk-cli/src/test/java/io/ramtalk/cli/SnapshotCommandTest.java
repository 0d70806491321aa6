package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code snapshot}. */
final class SnapshotCommandTest {
  private RealServer server;
  private UserId ana;

  @BeforeEach
  void start() throws IOException {
    server = RealServer.givingSnapshots(RamTalk.create());
    ana = server.talk().signUp(Profile.of("01711111111").image(Pictures.GIF)).user().id();
    server.talk().send(ana, ana, "Hello");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void snapshot_output_isANewFileForItsOwnerAlone(@TempDir Path folder) throws IOException {
    var file = folder.resolve("ramtalk.snapshot");

    var run = server.run("snapshot", "--output", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertIsRestored(Files.readAllBytes(file));
    assertThat(server.run("snapshot", "--output", file.toString()).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void snapshot_standardOutput_sameBytes() throws IOException {
    var bytes = new ByteArrayOutputStream();

    int exitCode = Main.run(shell(bytes, new StringWriter(), false), "snapshot");

    assertThat(exitCode).isZero();
    assertIsRestored(bytes.toByteArray());
  }

  private void assertIsRestored(byte[] snapshot) throws IOException {
    try (var talk = RamTalk.builder().readFrom(new ByteArrayInputStream(snapshot))) {
      assertThat(talk.receive(ana).get(0).text()).isEqualTo("Hello");
    }
  }

  private Shell shell(OutputStream bytes, StringWriter err, boolean isTerminal) {
    return new Shell(InputStream.nullInputStream(), new PrintWriter(new StringWriter()),
        new PrintWriter(err), Map.of("RAMTALK_SERVER", server.uri().toString()),
        CommandRun.TIMEOUTS, () -> isTerminal, bytes);
  }

  @Test
  void snapshot_terminal_refused() {
    var bytes = new ByteArrayOutputStream();
    var err = new StringWriter();

    int exitCode = Main.run(shell(bytes, err, true), "snapshot");

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--output");
    assertThat(bytes.size()).isZero();
  }

  @Test
  void snapshot_outputThatIsFull_namesTheOutput() {
    var err = new StringWriter();
    var full = new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException("No space left on device");
      }
    };

    int exitCode = Main.run(shell(full, err, false), "snapshot");

    assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "ramtalk: cannot write the standard output: No space left on device");
  }

  @Test
  void snapshot_connectionLost_leavesNoFile(@TempDir Path folder) throws IOException {
    try (var proxy = new CuttingProxy(server, "/snapshot", 9, 400)) {
      var run = proxy.run("snapshot", "--output", folder.resolve("x").toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void snapshot_disabled_saysHowToAllowIt() throws IOException {
    try (var other = RealServer.start()) {
      var run = other.run("snapshot");

      assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
      assertThat(run.err()).contains("--insecure-snapshot");
    }
  }
}
