package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.LiveConnection;
import io.ramtalk.cli.internal.client.LiveUser;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.SeenMessages;
import io.ramtalk.cli.internal.client.ServerEvent;
import io.ramtalk.cli.internal.print.LiveMessage;
import io.ramtalk.cli.internal.print.Names;
import io.ramtalk.cli.internal.print.Times;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that prints messages as they arrive. */
@Command(header = "Prints messages as they arrive, until it is stopped.",
    description = "%nThe output is that of \"receive\"; with --json, one object per line. A "
        + "message is deleted from the server once it was printed, or once the command of --exec "
        + "exited with 0. Until then it is kept there. If the connection is lost, the command "
        + "reconnects.")
final class ListenCommand implements Callable<Integer>, LiveConnection.Listener {
  private final SharedOptions options;
  private final SeenMessages seen = new SeenMessages();
  private @Nullable LiveUser me;
  private @Nullable Names names;
  private boolean broken;
  private long handled;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number of the mailbox owner (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = "--exec", paramLabel = "COMMAND",
      description = "Shell command to run for each message instead of printing it. The variables "
          + "RAMTALK_ID, RAMTALK_FROM, RAMTALK_TEXT and RAMTALK_TIMESTAMP hold the message; "
          + "RAMTALK_RAW and standard input hold it as JSON. A value too long for a variable is "
          + "only in standard input. If the command fails, the message returns to the mailbox.")
  private @Nullable String command;

  @Option(names = "--count", paramLabel = "N",
      description = "Number of messages after which to exit (default: no limit).")
  private long count = Long.MAX_VALUE;

  @Option(names = "--until-caught-up",
      description = "Exit when all waiting messages have been printed.")
  private boolean untilCaughtUp;

  @Option(names = "--retry",
      description = "Keep trying even if the first connection fails.")
  private boolean retry;

  @Mixin
  private final PrintOptions print = new PrintOptions();

  ListenCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (count < 1) {
      throw Failure.usage("--count must be 1 or more: " + count);
    }
    var asked = new LiveUser(options.server(), options.user(user, "--user"));
    me = asked;
    names = print.names(options);
    var connection = asked.connection("", this);
    if (retry) {
      connection.retryFromTheStart();
    }
    connection.follow();
    return ExitCode.OK;
  }

  @Override
  public void connected(LiveConnection.Meeting meeting) {
    switch (meeting) {
      case RESTARTED -> say("the server was restarted and has lost all earlier data");
      case AGAIN -> say("reconnected");
      default -> { } // nothing to report
    }
    broken = false;
    names().retry();
  }

  @Override
  public void lost(String reason) {
    if (!broken) {
      say("the connection was lost: " + reason + "; reconnecting");
    }
    broken = true;
  }

  @Override
  public boolean take(ServerEvent event) throws IOException, InterruptedException {
    return switch (event.type()) {
      case "message" -> take(LiveMessage.parse(event.data()), event.data());
      case "caught_up" -> !untilCaughtUp;
      default -> true;
    };
  }

  private boolean take(LiveMessage message, String json) throws IOException, InterruptedException {
    if (!seen.contains(message.id())) {
      if (command != null) {
        int exitCode = new Script(command).run(message, json);
        if (exitCode != 0) {
          say("the command exited with " + exitCode + "; message " + message.id()
              + " returns to the mailbox");
          me().release(message.id());
          return true;
        }
      } else if (!print(message, json)) {
        return false;
      }
      seen.add(message.id());
      handled++;
    }
    me().acknowledge(message.id());
    return handled < count;
  }

  /** Prints a message. Returns false if the output could not be written. */
  private boolean print(LiveMessage message, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    options.show(JsonStream.read(new ByteArrayInputStream(bytes)), (response, out) ->
        message.print(out, names(), new Times(options.shell())));
    return !options.shell().out().checkError();
  }

  private LiveUser me() {
    if (me == null) {
      throw new IllegalStateException("The command is not running");
    }
    return me;
  }

  private Names names() {
    if (names == null) {
      throw new IllegalStateException("The command is not running");
    }
    return names;
  }

  private void say(String sentence) {
    var err = options.shell().err();
    err.println("ramtalk: " + SafeText.line(sentence));
    err.flush();
  }
}
