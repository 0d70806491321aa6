package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Batch;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.RemoteMailbox;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.client.Span;
import io.ramtalk.cli.internal.client.Taking;
import io.ramtalk.cli.internal.print.MessageView;
import io.ramtalk.cli.internal.print.Times;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that waits for a message and prints it or a part of it. */
@Command(header = "Waits for a message and prints it, or a part of it.",
    description = {
      "%nThe message stays in the mailbox. Patterns use the syntax of RE2, which has no back "
          + "references and no look-around; a leading (?i) ignores case. After a timeout the exit "
          + "code is 4, and the error lists the messages that did arrive.",
      "%nExamples:",
      "  ramtalk await --user 01711111111 --match welcome",
      "  code=$(ramtalk await --user +8801711111111 --extract 'code is (\\d{6})')"})
final class AwaitCommand implements Callable<Integer> {
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);
  private static final String NOTHING_MATCHED = "nothing_matched";

  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number of the mailbox owner (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = "--match", paramLabel = "PATTERN",
      description = "Pattern that some part of the text must match (default: any text).")
  private @Nullable String match;

  @Option(names = "--extract", paramLabel = "PATTERN",
      description = "Pattern that some part of the text must match, and print only that part: the "
          + "first group in parentheses, or the whole match (default: print the message).")
  private @Nullable String extract;

  @Option(names = "--wait", paramLabel = "TIME", converter = Span.class,
      description = "Maximum time to wait, such as 30s, 5m, 2h or 1d (default: 30s).")
  private Duration wait = DEFAULT_WAIT;

  @Mixin
  private final PrintOptions print = new PrintOptions();

  AwaitCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var mailbox = new RemoteMailbox(options.server(), options.user(user, "--user"));
    var filter = parameter("match", match) + parameter("extract", extract);
    var left = wait;
    while (true) {
      var poll = left.compareTo(Taking.MAX_POLL) < 0 ? left : Taking.MAX_POLL;
      left = left.minus(poll);
      var batch = ask(mailbox, filter, poll, left.isZero());
      if (batch != null && !batch.isEmpty()) {
        return show(batch);
      } else if (left.isZero()) {
        throw new Failure(ExitCode.TIMED_OUT, "no message arrived in time");
      }
    }
  }

  /** Returns the response, or null if messages arrived but did not match and time is left. */
  private static @Nullable Batch ask(RemoteMailbox mailbox, String filter, Duration poll,
      boolean last)
      throws IOException {
    try {
      return mailbox.await(filter, poll);
    } catch (Failure e) {
      if (!e.is(NOTHING_MATCHED)) {
        throw e;
      }
      if (last) {
        throw new Failure(ExitCode.TIMED_OUT, String.valueOf(e.getMessage()));
      }
      return null;
    }
  }

  private int show(Batch batch) throws IOException {
    return options.show(batch.parser(), (response, out) -> {
      if (extract == null) {
        var view = new MessageView(print.names(options), new Times(options.shell()));
        batch.messages().forEach(message -> view.print(message, Map.of(), out));
      } else {
        out.println(SafeText.line(JsonStream.members(response).getOrDefault("extract", "")));
      }
    });
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Server.segment(value);
  }
}
