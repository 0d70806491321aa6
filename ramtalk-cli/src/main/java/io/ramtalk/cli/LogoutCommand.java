package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Refusal;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.Server;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that ends a login and deletes its token. */
@Command(header = "Logs out of the server and deletes the stored token.",
    description = "%nThe stored token is deleted even if it is no longer valid or the server "
        + "cannot be reached.")
final class LogoutCommand implements Callable<Integer> {
  private final SharedOptions options;

  @ArgGroup
  private @Nullable Others others;

  LogoutCommand(SharedOptions options) {
    this.options = options;
  }

  /** The logins to end, other than only that of this command. */
  private static final class Others {
    @Option(names = "--all", description = "End all your logins, including those on other devices.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean all;

    @Option(names = "--login", paramLabel = "ID",
        description = "End only this login, as listed by ramtalk logins, and stay logged in.")
    private @Nullable String login;
  }

  @Override
  public Integer call() throws IOException {
    var server = options.server();
    var token = options.token().text();
    if (token.isEmpty()) {
      say("You are not logged in at " + server + ".");
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
      say("The token was no longer valid on the server.");
      return ExitCode.OK;
    } finally {
      options.forget(session -> session.token().equals(token));
    }
  }

  private int end(Server server, String path) throws IOException {
    return options.show(server.delete(path).json(), StatusView.with("user_id"));
  }

  private void say(String sentence) {
    options.shell().err().println(SafeText.line(sentence));
  }
}
