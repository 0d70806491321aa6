package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.NewFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that downloads a snapshot of the server. */
@Command(header = "Downloads all users and messages of the server, for ramtalk-server --restore.",
    description = {
      "%nA snapshot contains every mailbox, and it is not encrypted. Only an operator may download "
          + "it, with the admin token in RAMTALK_TOKEN.",
      "%nExamples:",
      "  ramtalk snapshot --output ramtalk.snapshot",
      "  ramtalk snapshot | age -r $KEY > ramtalk.snapshot.age"})
final class SnapshotCommand implements Callable<Integer> {
  private static final String TYPE = "application/octet-stream";

  private final SharedOptions options;

  @Option(names = "--output", paramLabel = "FILE",
      description = "New file to write, readable only by its owner (default: standard output). The "
          + "file stays on disk.")
  private @Nullable Path output;

  SnapshotCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var file = output;
    if (file == null && options.shell().isTerminal()) {
      throw Failure.usage("a snapshot is not text for a terminal; write it to a file with --output,"
          + " or redirect the output");
    }
    try (var response = options.server().get("/snapshot").bytes(TYPE)) {
      if (file == null) {
        copy(response, options.shell().bytes(), "the standard output");
      } else {
        NewFile.create(file, out -> copy(response, out, file.toString()));
      }
    }
    return ExitCode.OK;
  }

  /** Copies a response, and tells a lost connection from an output that cannot be written. */
  private static void copy(InputStream response, OutputStream out, String name)
      throws IOException {
    var buffer = new byte[64 << 10];
    for (int read = response.read(buffer); read >= 0; read = response.read(buffer)) {
      try {
        out.write(buffer, 0, read);
      } catch (IOException e) {
        throw new Failure(ExitCode.REFUSED, "cannot write " + name + ": " + e.getMessage());
      }
    }
  }
}
