package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.RemoteMailbox;
import io.ramtalk.cli.internal.client.SafeText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that marks messages as read. */
@Command(header = "Marks messages as read and informs their sender.",
    description = {
      "%nPrints the number of messages that were not marked before. \"receive --json\" prints the "
          + "ids of messages; \"receive --mark-read\" works without ids.",
      "%nExamples:",
      "  ramtalk read --user 01711111111 --from 01722222222 1n4kzh2m00000"})
final class ReadCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number of the reader (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = {"--from", "--from_id"}, paramLabel = "USER", required = true,
      description = "User id or mobile number of the sender.")
  private String from = "";

  @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of the messages.")
  private List<String> ids = List.of();

  ReadCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var response =
        new RemoteMailbox(options.server(), options.user(user, "--user")).markRead(from, ids);
    return options.show(response, (json, out) ->
        out.println(SafeText.line("read " + JsonStream.members(json).getOrDefault("read", "-"))));
  }
}
