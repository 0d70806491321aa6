package io.ramtalk.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes an account. */
@Command(header = "Deletes a user with all messages that wait for it.",
    description = {
      "%nWhat the user sent stays with its receivers. The mobile number is free again. A "
          + "token that is kept for the user is forgotten.",
      "%nExamples:",
      "  ramtalk leave --user 01711111111 --yes"})
final class LeaveCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number; unless given, who is logged in.")
  private @Nullable String user;

  @Option(names = "--yes", description = "Say that this is meant; without it nothing is done.")
  private boolean yes;

  LeaveCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    if (!yes) {
      throw Failure.usage("this deletes the user and its messages; say --yes if that is meant");
    }
    var leaving = People.idOf(options.server(), options.user(user, "--user"));
    var answer = options.server().delete("/users/" + Server.segment(leaving)).json();
    options.forget(session -> session.userId().equals(leaving));
    return options.show(answer, StatusView.with("user_id"));
  }
}
