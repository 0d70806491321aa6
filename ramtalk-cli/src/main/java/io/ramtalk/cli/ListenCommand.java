package io.ramtalk.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints messages as they come. */
@Command(header = "Prints messages as they come, until it is stopped.",
    description = "%nPrints as \"receive\" does; with --json, one object a line. A message is "
        + "deleted from the server when it has been printed, or when the command of --exec has "
        + "ended with 0; until then it is safe there. When the connection breaks, it is made "
        + "again.")
final class ListenCommand implements Callable<Integer>, LiveConnection.Listener {
  private final SharedOptions options;
  private final SeenMessages seen = new SeenMessages();
  private @Nullable LiveUser me;
  private @Nullable Names names;
  private boolean broken;
  private long handled;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number whose mailbox it is; unless given, who is "
          + "logged in.")
  private @Nullable String user;

  @Option(names = "--exec", paramLabel = "COMMAND",
      description = "Run this command of the shell for each message instead of printing it. It "
          + "finds the message in RAMTALK_ID, RAMTALK_FROM, RAMTALK_TEXT and RAMTALK_TIMESTAMP, "
          + "and as JSON in RAMTALK_RAW and at its standard input; what is too long for a "
          + "variable is at standard input only. If it fails, the message goes back to the "
          + "mailbox.")
  private @Nullable String command;

  @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--until-caught-up",
      description = "End when all that waited has been printed.")
  private boolean untilCaughtUp;

  @Option(names = "--retry",
      description = "Keep trying also if the first connection cannot be made.")
  private boolean retry;

  @Mixin
  private final PrintOptions print = new PrintOptions();

  ListenCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (count < 1) {
      throw Failure.usage("--count must be 1 or more");
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
      case RESTARTED -> say("the server was restarted, and what it held is gone");
      case AGAIN -> say("connected again");
      default -> { } // Nothing to tell.
    }
    broken = false;
    names().retry();
  }

  @Override
  public void lost(String reason) {
    if (!broken) {
      say("the connection broke: " + reason + "; trying again");
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
          say("the command ended with " + exitCode + "; message " + message.id()
              + " goes back to the mailbox");
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

  /** Prints a message; false if it did not reach its reader. */
  private boolean print(LiveMessage message, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    options.show(Json.read(new ByteArrayInputStream(bytes)), (answer, out) ->
        message.print(out, names(), new Times(options.shell())));
    return !options.shell().out().checkError();
  }

  private LiveUser me() {
    if (me == null) {
      throw new IllegalStateException("The command does not run");
    }
    return me;
  }

  private Names names() {
    if (names == null) {
      throw new IllegalStateException("The command does not run");
    }
    return names;
  }

  private void say(String sentence) {
    var err = options.shell().err();
    err.println("ramtalk: " + Escapes.line(sentence));
    err.flush();
  }
}
