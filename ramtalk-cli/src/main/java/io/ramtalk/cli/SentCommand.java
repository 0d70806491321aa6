package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what became of messages. */
@Command(header = "Tells what became of the latest messages of a sender.",
    description = {
      "%nA message is queued, delivered or read; or it is gone: expired, dropped from a full "
          + "mailbox, or deleted with the account it was for. The last column says since when.",
      "%nExamples:",
      "  ramtalk sent --user $ANA",
      "  ramtalk sent --user $ANA --message-id $ID --json"})
final class SentCommand implements Callable<Integer> {
  private static final int STATE_CHARACTERS = 9;
  private static final Columns COLUMNS = new Columns(Columns.MESSAGE_ID_CHARACTERS,
      Columns.USER_ID_CHARACTERS, STATE_CHARACTERS, Columns.TIME_CHARACTERS,
      Columns.TIME_CHARACTERS);

  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "The user id of the sender; unless given, who is logged in.")
  private @Nullable String user;

  @Option(names = {"--message-id", "--message_id"}, paramLabel = "ID",
      description = "Tell of this message alone.")
  private @Nullable String messageId;

  SentCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var path = "/sent/" + Server.segment(options.user(user, "--user"));
    if (messageId == null) {
      return options.show(options.server().get(path).json(), SentCommand::printAll);
    }
    var one = options.server().get(path + "?message_id=" + Server.segment(messageId));
    return options.show(one.json(), (answer, out) -> {
      printHeading(out);
      print(Json.members(answer), out);
    });
  }

  private static void printAll(JsonParser answer, PrintWriter out) throws IOException {
    printHeading(out);
    while (answer.nextToken() == JsonToken.FIELD_NAME) {
      boolean expected = answer.currentName().equals("receipts");
      if (answer.nextToken() != JsonToken.START_ARRAY || !expected) {
        answer.skipChildren();
        continue;
      }
      while (answer.nextToken() != JsonToken.END_ARRAY) {
        print(Json.members(answer), out);
      }
    }
  }

  private static void printHeading(PrintWriter out) {
    COLUMNS.print(out, "id", "to", "state", "sent", "delivered", "ended");
  }

  private static void print(Map<String, String> receipt, PrintWriter out) {
    var state = receipt.getOrDefault("state", "-");
    var ended = state.equals("delivered") ? "-" : receipt.getOrDefault(state + "_at", "-");
    COLUMNS.print(out, receipt.getOrDefault("id", "-"), receipt.getOrDefault("to", "-"), state,
        receipt.getOrDefault("sent_at", "-"), receipt.getOrDefault("delivered_at", "-"), ended);
  }
}
