package io.ramtalk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes messages out of a mailbox, or looks at them. */
@Command(header = "Takes the messages out of a mailbox and prints them.",
    description = {
      "%nOne message begins on each line that is not indented: its time, the name or number of its "
          + "sender, and its text. What else is known of it stands below, behind a star. On a "
          + "terminal times are local, elsewhere in UTC.",
      "%nMessages are leased, printed and only then deleted from the server. Where they cannot be "
          + "printed, or this command is stopped, they are back in the mailbox no later than when "
          + "the lease ends.",
      "%nExamples:",
      "  ramtalk receive --user 01711111111",
      "  ramtalk receive --user 01711111111 --wait 5m --max 1 --json",
      "  ramtalk receive --user 01711111111 --peek"})
final class ReceiveCommand implements Callable<Integer>, Taking.Reader {
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

  private final SharedOptions options;
  private @Nullable MessageView view;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number whose mailbox it is; unless given, who is "
          + "logged in.")
  private @Nullable String user;

  @Option(names = "--max", paramLabel = "COUNT",
      description = "The most messages to take; unless given, all.")
  private int max = Integer.MAX_VALUE;

  @Option(names = "--wait", paramLabel = "TIME", converter = Span.class,
      description = "Wait for messages, as long as 30, 5m, 2h or 1d say (seconds, unless there "
          + "is a letter). The exit code is 4 when none came.")
  private @Nullable Duration wait;

  @Option(names = "--lease", paramLabel = "TIME", converter = Span.class,
      description = "How long to have for printing until the messages are back in the mailbox; "
          + "unless given, 30 seconds.")
  private @Nullable Duration lease;

  @Option(names = "--peek", description = "Print the messages and leave them where they are.")
  private boolean peek;

  @Option(names = "--mark-read",
      description = "Tell the senders that their messages were read.")
  private boolean markRead;

  @Option(names = "--save-images", paramLabel = "FOLDER",
      description = "Write the pictures to new files in this folder, each named by the id of its "
          + "message. They stay on the disk.")
  private @Nullable Path pictures;

  @Mixin
  private final PrintOptions print = new PrintOptions();

  ReceiveCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    if (max < 1) {
      throw Failure.usage("--max must be 1 or more: " + max);
    }
    if (peek && (wait != null || lease != null || markRead)) {
      throw Failure.usage("--peek takes nothing, so it goes with no --wait, --lease, --mark-read");
    }
    var mailbox = new Mailbox(options.server(), options.user(user, "--user"));
    if (peek) {
      show(mailbox.peek(max));
      return ExitCode.OK;
    }
    var taking = new Taking(mailbox, lease == null ? DEFAULT_LEASE : lease, this);
    boolean any = taking.take(max, wait == null ? Duration.ZERO : wait);
    return any || wait == null ? ExitCode.OK : ExitCode.TIMED_OUT;
  }

  @Override
  public void show(Batch batch) throws IOException {
    Map<String, String> saved =
        pictures == null ? Map.of() : new PictureFolder(pictures).save(batch.messages());
    options.show(batch.parser(), (answer, out) -> {
      batch.messages().forEach(message -> view().print(message, saved, out));
      if (batch.isEmpty()) {
        options.shell().err().println("No messages.");
      }
    });
    if (options.shell().out().checkError()) {
      throw new Failure(ExitCode.REFUSED, "the messages stay on the server");
    }
  }

  /** Returns the one view of this command, which keeps the names that it has asked for. */
  private MessageView view() {
    if (view == null) {
      view = new MessageView(print.names(options), new Times(options.shell()));
    }
    return view;
  }

  @Override
  public void taken(Mailbox mailbox, Batch batch) throws IOException {
    if (!markRead) {
      return;
    }
    var idsBySender = new LinkedHashMap<String, List<String>>();
    for (var message : batch.messages()) {
      idsBySender.computeIfAbsent(message.from(), sender -> new ArrayList<>()).add(message.id());
    }
    for (var ids : idsBySender.entrySet()) {
      try {
        mailbox.markRead(ids.getKey(), ids.getValue()).close();
      } catch (Failure e) {
        if (e.exitCode() != ExitCode.NOT_FOUND) {
          throw e;
        }
        // A sender who left need not know.
      }
    }
  }

  @Override
  public void warn(String sentence) {
    options.shell().err().println("ramtalk: " + sentence);
  }
}
