package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
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

/** Saves what the server holds of a user. */
@Command(header = "Prints all that the server holds of a user, as JSON.",
    description = {
      "%nThat is the profile, the messages that wait, which stay there, and what became of those "
          + "that the user sent.",
      "%nExamples:",
      "  ramtalk export --user 01711111111",
      "  ramtalk export --user 01711111111 --output ana.json"})
final class ExportCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number; unless given, who is logged in.")
  private @Nullable String user;

  @Option(names = "--output", paramLabel = "FILE",
      description = "Write to this new file, which its owner alone may read. It stays on the "
          + "disk.")
  private @Nullable Path output;

  ExportCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var path = "/export/" + Server.segment(options.user(user, "--user"));
    try (var answer = options.server().get(path).json()) {
      if (output == null) {
        Json.copy(answer, options.shell().out());
      } else {
        NewFile.create(output, out -> copy(answer, out));
      }
    }
    return ExitCode.OK;
  }

  private void copy(JsonParser answer, OutputStream out) throws IOException {
    var writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    Json.copy(answer, writer);
    if (writer.checkError()) {
      throw new Failure(ExitCode.REFUSED, "cannot write " + output);
    }
  }
}
