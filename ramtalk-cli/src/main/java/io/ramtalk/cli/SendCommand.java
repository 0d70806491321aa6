package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a message, or many, into mailboxes. */
@Command(header = "Sends a message.",
    description = {
      "%nThe text is that of --message, or the words TEXT, or else standard input to its end, "
          + "without its last line break. Text that begins with a dash goes after \"--\".",
      "%nTimes are as long as 30, 5m, 2h or 1d say (seconds, unless there is a letter).",
      "%nExamples:",
      "  ramtalk send --from 01711111111 --to 01722222222 Hello",
      "  ramtalk send --from 01711111111 --to 01722222222 --expires-in 5m The code is 4711",
      "  ramtalk send --from 01711111111 --to 01722222222 --image cat.png",
      "  echo '{\"from_id\":\"01711111111\",\"to_id\":\"01722222222\",\"message\":\"Hi\"}' |",
      "    ramtalk send --stdin-ndjson"})
final class SendCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--from", "--from_id"}, paramLabel = "USER",
      description = "User id or mobile number of the sender; unless given, who is logged "
          + "in.")
  private @Nullable String from;

  @Option(names = {"--to", "--to_id"}, paramLabel = "USER",
      description = "User id or mobile number whose mailbox it goes to.")
  private @Nullable String to;

  @Option(names = "--message", paramLabel = "TEXT", description = "The text.")
  private @Nullable String message;

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "The text, in words.")
  private @Nullable List<String> words;

  @Option(names = "--image", paramLabel = "FILE",
      description = "A picture, which needs no text; standard input is not read then.")
  private @Nullable Path image;

  @Option(names = "--expires-in", paramLabel = "TIME", converter = Span.class,
      description = "How long it waits for its receiver until it disappears.")
  private @Nullable Duration expiresIn;

  @Option(names = "--destruct-after", paramLabel = "TIME", converter = Span.class,
      description = "How long it stays in the mailbox after it was seen.")
  private @Nullable Duration destructAfter;

  @Option(names = "--id", paramLabel = "ID",
      description = "A name for this send: sent again by the same name, it is stored once. Unless "
          + "given, a random one, for the case that the connection breaks.")
  private @Nullable String id;

  @Option(names = "--stdin-ndjson",
      description = "Send a message for each line of standard input, JSON as POST /send takes it "
          + "(from_id, to_id, message, id, image, expires_in, destruct_after), and print the "
          + "answer to each. The exit code is 6 if some were refused because something is full.")
  private boolean lines;

  SendCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    if (lines) {
      if (Stream.of(from, to, message, words, image, expiresIn, destructAfter, id)
          .anyMatch(Objects::nonNull)) {
        throw Failure.usage("--stdin-ndjson takes all that a message has from its line");
      }
      return new BulkSend(options.server(), options.shell()).run();
    }
    if (to == null) {
      throw Failure.usage("--to is needed, or else --stdin-ndjson");
    }
    var sender = options.user(from, "--from");
    var name = id == null ? RandomId.next() : id;
    var server = options.server();
    var body = body(sender, to, name);
    try {
      var answer = server.repeat(() -> server.post("/send", body).whole());
      return options.show(Json.read(answer), StatusView.with("id"));
    } catch (IOException e) {
      throw unknown(Faults.of(e), name);
    } catch (Failure e) {
      throw e.isPassing() ? unknown(e, name) : e;
    }
  }

  private Body body(String sender, String receiver, String name) throws IOException {
    var text = text();
    return Body.json(json -> {
      json.writeStringField("from_id", sender);
      json.writeStringField("to_id", receiver);
      if (text != null) {
        json.writeStringField("message", text);
      }
      json.writeStringField("id", name);
      if (image != null) {
        json.writeBinaryField("image", Input.file(image));
      }
      write(json, "expires_in", expiresIn);
      write(json, "destruct_after", destructAfter);
    });
  }

  private static void write(JsonGenerator json, String name, @Nullable Duration span)
      throws IOException {
    if (span != null) {
      json.writeFieldName(name);
      json.writeNumber(Span.seconds(span));
    }
  }

  private @Nullable String text() {
    if (message != null && words != null) {
      throw Failure.usage("the text is given twice: by --message and by words");
    }
    if (message != null) {
      return message;
    }
    if (words != null) {
      return String.join(" ", words);
    }
    return image == null ? Input.text(options.shell().in()) : null;
  }

  private static Failure unknown(Failure cause, String name) {
    return new Failure(cause.exitCode(), cause.getMessage()
        + " (the message may have been sent; send it with --id " + name + " to be sure)");
  }
}
