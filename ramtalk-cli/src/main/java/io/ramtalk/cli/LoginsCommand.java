package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.print.Columns;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command that lists the logins of the user. */
@Command(header = "Lists your logins, oldest first.",
    description = {
      "%nA star marks the login of this command. To end a login that you do not recognize, or all:",
      "  ramtalk logout --login ID",
      "  ramtalk logout --all"})
final class LoginsCommand implements Callable<Integer> {
  private static final int ID_CHARACTERS = 16;
  private static final Columns COLUMNS = new Columns(ID_CHARACTERS, Columns.TIME_CHARACTERS,
      Columns.TIME_CHARACTERS, Columns.TIME_CHARACTERS);

  private final SharedOptions options;

  LoginsCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    return options.show(options.server().get("/logins").json(), LoginsCommand::print);
  }

  private static void print(JsonParser response, PrintWriter out) throws IOException {
    COLUMNS.print(out, "id", "created", "last used", "expires", "");
    while (response.nextToken() == JsonToken.FIELD_NAME) {
      boolean expected = response.currentName().equals("logins");
      if (response.nextToken() != JsonToken.START_ARRAY || !expected) {
        response.skipChildren();
        continue;
      }
      while (response.nextToken() != JsonToken.END_ARRAY) {
        var login = JsonStream.members(response);
        COLUMNS.print(out, login.getOrDefault("id", "-"), login.getOrDefault("created_at", "-"),
            login.getOrDefault("last_used_at", "-"), login.getOrDefault("expires_at", "-"),
            login.getOrDefault("current", "").equals("true") ? "*" : "");
      }
    }
  }
}
