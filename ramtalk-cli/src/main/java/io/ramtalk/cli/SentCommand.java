package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.print.Columns;
import io.ramtalk.cli.internal.print.Names;
import io.ramtalk.cli.internal.print.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that lists the receipts of sent messages. */
@Command(header = "Shows the delivery state of a sender's latest messages.",
    description = {
      "%nA message is queued, delivered or read. Otherwise it is gone: expired, dropped from a "
          + "full mailbox, or deleted with its receiver's account. The last column shows when.",
      "%nExamples:",
      "  ramtalk sent --user 01711111111",
      "  ramtalk sent --user 01711111111 --message-id $ID --json"})
final class SentCommand implements Callable<Integer> {
  private static final int STATE_CHARACTERS = 9;
  private static final int NAME_CHARACTERS = 16;
  private static final Columns COLUMNS = new Columns(Columns.MESSAGE_ID_CHARACTERS,
      NAME_CHARACTERS, STATE_CHARACTERS, Columns.TIME_CHARACTERS, Columns.TIME_CHARACTERS);

  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number of the sender (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = {"--message-id", "--message_id"}, paramLabel = "ID",
      description = "Id of a single message to show (default: all kept receipts).")
  private @Nullable String messageId;

  @Mixin
  private final PrintOptions print = new PrintOptions();

  SentCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var path = "/sent/" + Server.segment(options.user(user, "--user"));
    if (messageId == null) {
      return options.show(options.server().get(path).json(), this::printAll);
    }
    var one = options.server().get(path + "?message_id=" + Server.segment(messageId));
    return options.show(one.json(), (response, out) -> {
      printHeading(out);
      rows(out).add(JsonStream.members(response));
    });
  }

  private void printAll(JsonParser response, PrintWriter out) throws IOException {
    printHeading(out);
    var rows = rows(out);
    while (response.nextToken() == JsonToken.FIELD_NAME) {
      boolean expected = response.currentName().equals("receipts");
      if (response.nextToken() != JsonToken.START_ARRAY || !expected) {
        response.skipChildren();
        continue;
      }
      while (response.nextToken() != JsonToken.END_ARRAY) {
        rows.add(JsonStream.members(response));
      }
    }
  }

  private static void printHeading(PrintWriter out) {
    COLUMNS.print(out, "id", "to", "state", "sent", "delivered", "ended");
  }

  private Rows rows(PrintWriter out) {
    return new Rows(out, print.names(options), new Times(options.shell()));
  }

  /** The rows of the table, one per receipt. */
  private record Rows(PrintWriter out, Names names, Times times) {
    void add(Map<String, String> receipt) {
      var state = receipt.getOrDefault("state", "-");
      COLUMNS.print(out, receipt.getOrDefault("id", "-"),
          names.of(receipt.getOrDefault("to", "-")), state, time(receipt, "sent_at"),
          time(receipt, "delivered_at"),
          state.equals("delivered") ? "-" : time(receipt, state + "_at"));
    }

    private String time(Map<String, String> receipt, String name) {
      return times.of(receipt.getOrDefault(name, "-"));
    }
  }
}
