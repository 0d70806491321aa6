package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists all users. */
@Command(header = "Lists the users in order of registration.")
final class UsersCommand implements Callable<Integer> {
  /* The columns are as wide as what they mostly hold, and not as the widest of all rows, so that
   * rows are printed while they arrive and a million of them need no memory. */
  private static final int ID_CHARACTERS = 36;
  private static final int MOBILE_CHARACTERS = 16;

  private final SharedOptions options;

  UsersCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    return options.show(options.server().get("/users").json(), UsersCommand::print);
  }

  private static void print(JsonParser answer, PrintWriter out) throws IOException {
    printRow(out, "id", "mobile", "name");
    while (answer.nextToken() == JsonToken.FIELD_NAME) {
      var id = answer.currentName();
      answer.nextToken();
      var user = Json.members(answer);
      printRow(out, id, user.getOrDefault("mobile", ""), user.getOrDefault("name", ""));
    }
  }

  private static void printRow(PrintWriter out, String id, String mobile, String name) {
    var row = pad(id, ID_CHARACTERS) + "  " + pad(mobile, MOBILE_CHARACTERS) + "  "
        + Escapes.line(name);
    out.println(row.stripTrailing());
  }

  private static String pad(String text, int characters) {
    var safe = Escapes.line(text);
    return safe + " ".repeat(Math.max(0, characters - safe.length()));
  }
}
