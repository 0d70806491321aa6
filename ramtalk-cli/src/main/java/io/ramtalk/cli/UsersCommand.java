package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.print.Columns;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that lists users. */
@Command(header = "Lists the users in order of registration.",
    description = {
      "%nExamples:",
      "  ramtalk users",
      "  ramtalk users --limit 100 --after $LAST"})
final class UsersCommand implements Callable<Integer> {
  private static final int MOBILE_CHARACTERS = 16;
  private static final Columns COLUMNS =
      new Columns(Columns.USER_ID_CHARACTERS, MOBILE_CHARACTERS);

  private final SharedOptions options;

  @Option(names = "--after", paramLabel = "USER",
      description = "User id or mobile number of the user to continue after (default: start with "
          + "the first).")
  private @Nullable String after;

  @Option(names = "--limit", paramLabel = "COUNT",
      description = "Maximum number of users (default: all).")
  private @Nullable Integer limit;

  UsersCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    if (after != null) {
      query.add("after=" + Server.segment(after));
    }
    if (limit != null) {
      query.add("limit=" + limit);
    }
    return options.show(options.server().get("/users" + query).json(), UsersCommand::print);
  }

  private static void print(JsonParser response, PrintWriter out) throws IOException {
    COLUMNS.print(out, "id", "mobile", "name");
    while (response.nextToken() == JsonToken.FIELD_NAME) {
      var id = response.currentName();
      response.nextToken();
      var user = JsonStream.members(response);
      COLUMNS.print(out, id, user.getOrDefault("mobile", ""), user.getOrDefault("name", ""));
    }
  }
}
