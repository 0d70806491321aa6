package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.NewFile;
import io.ramtalk.cli.internal.client.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that exports the data of a user. */
@Command(header = "Exports all data that the server holds about a user, as JSON.",
    description = {
      "%nThe export contains the profile, the waiting messages, which stay in the mailbox, and the "
          + "receipts of sent messages.",
      "%nExamples:",
      "  ramtalk export --user 01711111111",
      "  ramtalk export --user 01711111111 --output ana.json"})
final class ExportCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = "--output", paramLabel = "FILE",
      description = "New file to write, readable only by its owner (default: standard output). The "
          + "file stays on disk.")
  private @Nullable Path output;

  ExportCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var path = "/export/" + Server.segment(options.user(user, "--user"));
    try (var response = options.server().get(path).json()) {
      if (output == null) {
        JsonStream.copy(response, options.shell().out());
      } else {
        NewFile.create(output, out -> copy(response, out));
      }
    }
    return ExitCode.OK;
  }

  private void copy(JsonParser response, OutputStream out) throws IOException {
    var writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    JsonStream.copy(response, writer);
    if (writer.checkError()) {
      throw new Failure(ExitCode.REFUSED, "cannot write " + output);
    }
  }
}
