package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes all messages out of a mailbox. */
@Command(header = "Takes the messages out of a mailbox and prints them.",
    description = "%nOne message begins on each line that is not indented: its time, the user id "
        + "of its sender and its text. What is printed is gone from the server.")
final class ReceiveCommand implements Callable<Integer> {
  private static final String CONTINUED = "    ";

  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER", required = true,
      description = "The user id whose mailbox it is.")
  private String user = "";

  ReceiveCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var answer = options.server().get("/receive/" + Server.segment(user)).json();
    return options.show(answer, this::print);
  }

  private void print(JsonParser answer, PrintWriter out) throws IOException {
    boolean any = false;
    while (answer.nextToken() == JsonToken.FIELD_NAME) {
      boolean messages = answer.currentName().equals("messages");
      if (answer.nextToken() != JsonToken.START_ARRAY || !messages) {
        answer.skipChildren();
        continue;
      }
      while (answer.nextToken() != JsonToken.END_ARRAY) {
        any = true;
        printMessage(answer, out);
      }
    }
    if (!any) {
      options.shell().err().println("No messages.");
    }
  }

  private static void printMessage(JsonParser answer, PrintWriter out) throws IOException {
    var message = Json.members(answer);
    out.print(Escapes.line(message.getOrDefault("timestamp", "-")) + "  ");
    out.print(Escapes.line(message.getOrDefault("from", "-")) + "  ");
    out.println(Escapes.block(message.getOrDefault("text", ""), CONTINUED));
  }
}
