package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Batch;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.RemoteMailbox;
import io.ramtalk.cli.internal.client.Span;
import io.ramtalk.cli.internal.client.Taking;
import io.ramtalk.cli.internal.print.MessageView;
import io.ramtalk.cli.internal.print.PictureFolder;
import io.ramtalk.cli.internal.print.Times;
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

/** The command that receives messages or peeks at them. */
@Command(header = "Takes the messages out of a mailbox and prints them.",
    description = {
      "%nEach line without indentation starts a message: its time, the name or number of its "
          + "sender, and its text. Notes about it follow, marked with a star. Times are local on a "
          + "terminal and in UTC elsewhere.",
      "%nMessages are leased, printed, and only then deleted from the server. If they cannot be "
          + "printed, or the command is stopped, they return to the mailbox at the latest when the "
          + "lease expires.",
      "%nExamples:",
      "  ramtalk receive --user 01711111111",
      "  ramtalk receive --user 01711111111 --wait 5m --max 1 --json",
      "  ramtalk receive --user 01711111111 --peek"})
final class ReceiveCommand implements Callable<Integer>, Taking.Reader {
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

  private final SharedOptions options;
  private @Nullable MessageView view;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number of the mailbox owner (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = "--max", paramLabel = "COUNT",
      description = "Maximum number of messages (default: all).")
  private int max = Integer.MAX_VALUE;

  @Option(names = "--wait", paramLabel = "TIME", converter = Span.class,
      description = "Maximum time to wait for messages, such as 30s, 5m, 2h or 1d; the exit code "
          + "is 4 if none arrive (default: do not wait).")
  private @Nullable Duration wait;

  @Option(names = "--lease", paramLabel = "TIME", converter = Span.class,
      description = "Time after which messages that were not printed return to the mailbox "
          + "(default: 30s).")
  private @Nullable Duration lease;

  @Option(names = "--peek", description = "Print the messages but leave them in the mailbox.")
  private boolean peek;

  @Option(names = "--mark-read",
      description = "Mark the messages as read and inform their senders.")
  private boolean markRead;

  @Option(names = "--save-images", paramLabel = "FOLDER",
      description = "Folder in which to save pictures, in new files named by message id (default: "
          + "do not save them). The files stay on disk.")
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
      throw Failure.usage(
          "--peek cannot be combined with --wait, --lease or --mark-read; it takes no messages");
    }
    var mailbox = new RemoteMailbox(options.server(), options.user(user, "--user"));
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
    options.show(batch.parser(), (response, out) -> {
      batch.messages().forEach(message -> view().print(message, saved, out));
      if (batch.isEmpty()) {
        options.shell().err().println("No messages.");
      }
    });
    if (options.shell().out().checkError()) {
      throw new Failure(ExitCode.REFUSED, "the messages stay on the server");
    }
  }

  /** Returns the view of this command, which caches names. */
  private MessageView view() {
    if (view == null) {
      view = new MessageView(print.names(options), new Times(options.shell()));
    }
    return view;
  }

  @Override
  public void taken(RemoteMailbox mailbox, Batch batch) throws IOException {
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
        // The sender has left, so there is no receipt to update.
      }
    }
  }

  @Override
  public void warn(String sentence) {
    options.shell().err().println("ramtalk: " + sentence);
  }
}
