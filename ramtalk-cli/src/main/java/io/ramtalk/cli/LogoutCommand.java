package io.ramtalk.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives a token back, or ends other logins of the user. */
@Command(header = "Logs out of the server, and forgets its token.",
    description = "%nThe token is forgotten also where the server does not know it any more, or "
        + "cannot be told.")
final class LogoutCommand implements Callable<Integer> {
  private final SharedOptions options;

  @ArgGroup
  private @Nullable Others others;

  LogoutCommand(SharedOptions options) {
    this.options = options;
  }

  /** Which logins end, if it is not the one of this command alone. */
  private static final class Others {
    @Option(names = "--all", description = "End all your logins, also those of other devices.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean all;

    @Option(names = "--login", paramLabel = "ID",
        description = "End this login alone, which ramtalk logins lists, and stay logged in.")
    private @Nullable String login;
  }

  @Override
  public Integer call() throws IOException {
    var server = options.server();
    var token = options.token().text();
    if (token.isEmpty()) {
      say("Nobody is logged in at " + server + ".");
      return ExitCode.OK;
    }
    if (others != null && others.login != null) {
      return end(server, "/logins/" + Server.segment(others.login));
    }
    try {
      return end(server, others == null ? "/login" : "/logins");
    } catch (Failure e) {
      boolean isUnknown = e.is(Refusal.TOKEN_INVALID);
      if (!isUnknown && (others != null || !e.is("route_not_found"))) {
        throw e;
      }
      say("The server does not know the token any more.");
      return ExitCode.OK;
    } finally {
      options.forget(session -> session.token().equals(token));
    }
  }

  private int end(Server server, String path) throws IOException {
    return options.show(server.delete(path).json(), StatusView.with("user_id"));
  }

  private void say(String sentence) {
    options.shell().err().println(Escapes.line(sentence));
  }
}
