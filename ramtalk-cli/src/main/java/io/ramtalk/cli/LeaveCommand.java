package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.print.People;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that deletes an account. */
@Command(header = "Deletes a user and all messages waiting for it.",
    description = {
      "%nMessages that the user sent are kept. The mobile number becomes free, and a stored token "
          + "of the user is deleted.",
      "%nExamples:",
      "  ramtalk leave --user 01711111111 --yes"})
final class LeaveCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = "--yes", description = "Confirm the deletion. Without it, nothing is deleted.")
  private boolean yes;

  LeaveCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    if (!yes) {
      throw Failure.usage("this deletes the user and its messages; add --yes to confirm");
    }
    var leaving = People.idOf(options.server(), options.user(user, "--user"));
    var response = options.server().delete("/users/" + Server.segment(leaving)).json();
    options.forget(session -> session.userId().equals(leaving));
    return options.show(response, StatusView.with("user_id"));
  }
}
