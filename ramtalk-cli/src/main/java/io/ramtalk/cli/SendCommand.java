package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.cli.internal.client.Body;
import io.ramtalk.cli.internal.client.ExceptionReport;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Input;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.RandomId;
import io.ramtalk.cli.internal.client.Span;
import io.ramtalk.cli.internal.client.StandardInputSend;
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

/** The command that sends one message, or many. */
@Command(header = "Sends a message.",
    description = {
      "%nThe text is --message, or the words TEXT, or all of standard input without its last line "
          + "break. Put \"--\" before text that starts with a dash.",
      "%nA TIME is a number with a unit: 30s, 5m, 2h or 1d. Without a unit it is in seconds.",
      "%nExamples:",
      "  ramtalk send --from 01711111111 --to 01722222222 Hello",
      "  ramtalk send --from 01711111111 --to 01722222222 --expires-in 5m The code is 4711",
      "  ramtalk send --from 01711111111 --to 01722222222 --image cat.png",
      "  echo '{\"from_id\":\"01711111111\",\"to_id\":\"01722222222\",\"message\":\"Hi\"}' |",
      "    ramtalk send --stdin-ndjson"})
final class SendCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = {"--from", "--from_id"}, paramLabel = "USER",
      description = "User id or mobile number of the sender (default: the logged-in user).")
  private @Nullable String from;

  @Option(names = {"--to", "--to_id"}, paramLabel = "USER",
      description = "User id or mobile number of the receiver.")
  private @Nullable String to;

  @Option(names = "--message", paramLabel = "TEXT", description = "Text of the message.")
  private @Nullable String message;

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Text of the message, in words.")
  private @Nullable List<String> words;

  @Option(names = "--image", paramLabel = "FILE",
      description = "File with a picture to send. Standard input is not read then.")
  private @Nullable Path image;

  @Option(names = "--expires-in", paramLabel = "TIME", converter = Span.class,
      description = "Time after which the message expires if not fetched (default: never).")
  private @Nullable Duration expiresIn;

  @Option(names = "--destruct-after", paramLabel = "TIME", converter = Span.class,
      description = "Time after which the message is deleted once seen (default: never).")
  private @Nullable Duration destructAfter;

  @Option(names = "--id", paramLabel = "ID",
      description = "Idempotency key: a message sent again with the same key is stored once "
          + "(default: a random key, for automatic retries).")
  private @Nullable String id;

  @Option(names = "--stdin-ndjson",
      description = "Send a message for each line of standard input, as JSON for POST /send "
          + "(from_id, to_id, message, id, image, expires_in, destruct_after), and print each "
          + "response. The exit code is 6 if some were rejected because something is full.")
  private boolean lines;

  SendCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    if (lines) {
      if (Stream.of(from, to, message, words, image, expiresIn, destructAfter, id)
          .anyMatch(Objects::nonNull)) {
        throw Failure.usage("--stdin-ndjson cannot be combined with options for a single message");
      }
      return new StandardInputSend(options.server(), options.shell()).run();
    }
    if (to == null) {
      throw Failure.usage("--to is missing; give a receiver, or use --stdin-ndjson");
    }
    var sender = options.user(from, "--from");
    var name = id == null ? RandomId.next() : id;
    var server = options.server();
    var body = body(sender, to, name);
    try {
      var response = server.repeat(() -> server.post("/send", body).whole());
      return options.show(JsonStream.read(response), StatusView.with("id"));
    } catch (IOException e) {
      throw unknown(ExceptionReport.of(e), name);
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
      throw Failure.usage("the text is given twice; use either --message or words");
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
        + " (the message may have been sent; it is safe to send it again with --id " + name + ")");
  }
}
