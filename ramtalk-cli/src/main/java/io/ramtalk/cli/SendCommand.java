package io.ramtalk.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a message into a mailbox. */
@Command(header = "Sends a message.",
    description = "%nThe text is that of --message, or the words TEXT, or else standard input to "
        + "its end, without its last line break. Text that begins with a dash goes after \"--\".")
final class SendCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--from", "--from_id"}, paramLabel = "USER", required = true,
      description = "The user id of the sender.")
  private String from = "";

  @Option(names = {"--to", "--to_id"}, paramLabel = "USER", required = true,
      description = "The user id whose mailbox it goes to.")
  private String to = "";

  @Option(names = "--message", paramLabel = "TEXT", description = "The text.")
  private @Nullable String message;

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "The text, in words.")
  private @Nullable List<String> words;

  SendCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var server = options.server();
    var body = Body.json(Map.of("from_id", from, "to_id", to, "message", text()));
    return options.show(server.post("/send", body), StatusView.with("id"));
  }

  private String text() {
    if (message != null && words != null) {
      throw Failure.usage("the text is given twice: by --message and by words");
    }
    if (message != null) {
      return message;
    }
    return words != null ? String.join(" ", words) : Input.text(options.shell().in());
  }
}
