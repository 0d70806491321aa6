package io.ramtalk.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Gives a token back. */
@Command(header = "Logs out of the server, and forgets its token.",
    description = "%nThe token is forgotten also where the server does not know it any more, or "
        + "cannot be told.")
final class LogoutCommand implements Callable<Integer> {
  private final SharedOptions options;

  LogoutCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var server = options.server();
    var token = options.token().text();
    if (token.isEmpty()) {
      say("Nobody is logged in at " + server + ".");
      return ExitCode.OK;
    }
    try {
      return options.show(server.delete("/login").json(), StatusView.with("user_id"));
    } catch (Failure e) {
      if (!e.is(Refusal.TOKEN_INVALID) && !e.is("route_not_found")) {
        throw e;
      }
      say("The server does not know the token any more.");
      return ExitCode.OK;
    } finally {
      options.forget(session -> session.token().equals(token));
    }
  }

  private void say(String sentence) {
    options.shell().err().println(Escapes.line(sentence));
  }
}
