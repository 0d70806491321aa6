package io.ramtalk.server.command;

import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.wire.Announcer;
import io.ramtalk.server.internal.wire.Plurals;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the data with which a server starts. */
final class DataOptions {
  private static final String STANDARD_INPUT = "-";

  @Option(names = "--restore", paramLabel = "FILE",
      description = "Snapshot to start with, from GET /snapshot; - for standard input (default:"
          + " none, so the server starts empty).")
  private @Nullable String restore;

  /** Creates the messenger: an empty one, or one with the data of the snapshot. */
  RamTalk messenger(RamTalkBuilder builder, Announcer terminal) throws IOException {
    if (restore == null) {
      return builder.build();
    }
    var source = restore.equals(STANDARD_INPUT) ? "standard input" : restore;
    try (var in = open(restore)) {
      var talk = builder.readFrom(in);
      sayWhatIsThere(talk, source, terminal);
      return talk;
    } catch (UnsupportedOperationException e) {
      throw new IllegalArgumentException("--restore: " + e.getMessage(), e);
    } catch (IOException | RamTalkException e) {
      throw new IOException("Cannot restore " + source + " (--restore): " + reason(e), e);
    }
  }

  /** Returns a message. That of some exceptions is the name of the file and nothing else. */
  private static @Nullable String reason(Exception fault) {
    return fault instanceof NoSuchFileException ? "no such file"
        : fault instanceof AccessDeniedException ? "no permission to read it"
        : fault.getMessage();
  }

  private static InputStream open(String file) throws IOException {
    return new BufferedInputStream(
        file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file)));
  }

  private static void sayWhatIsThere(RamTalk talk, String source, Announcer terminal) {
    var usage = talk.operations().usage();
    long messages = usage.waiting() + usage.leased();
    terminal.say("restored", "RAMTalk restored " + Plurals.of(usage.users(), "user") + " and "
        + Plurals.of(messages, "message") + " from " + source + ".", json -> {
          json.writeNumberField("users", usage.users());
          json.writeNumberField("messages", messages);
        });
  }
}
