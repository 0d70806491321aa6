package io.ramtalk.cli.internal.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Size-limited input from files and standard input. */
public final class Input {
  /* The largest values that any server can be configured to accept; each server enforces its
   * own. */
  public static final int MAX_FILE_BYTES = 16 << 20;
  public static final int MAX_TEXT_BYTES = 1 << 20;
  public static final int MAX_LINE_BYTES = 256;

  private Input() {}

  /** Reads a whole file. */
  public static byte[] file(Path file) {
    try (var in = Files.newInputStream(file)) {
      return bounded(in, MAX_FILE_BYTES, file.toString());
    } catch (NoSuchFileException e) {
      throw Failure.usage("no such file: " + file);
    } catch (AccessDeniedException e) {
      throw Failure.usage("no permission to read " + file);
    } catch (IOException e) {
      throw Failure.usage("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** Reads a stream to its end as UTF-8, without the final line break. */
  public static String text(InputStream in) {
    try {
      var bytes = ByteBuffer.wrap(bounded(in, MAX_TEXT_BYTES, "standard input"));
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      int end = text.length() - (text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0);
      return text.substring(0, end);
    } catch (CharacterCodingException e) {
      throw Failure.usage("standard input is not UTF-8");
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads exactly one line of UTF-8 and strips it. Returns null at the end. */
  public static @Nullable String line(InputStream in) {
    var line = new ByteArrayOutputStream();
    try {
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8).strip();
        }
        if (line.size() == MAX_LINE_BYTES) {
          throw Failure.usage("the line has more than " + MAX_LINE_BYTES + " bytes");
        }
        line.write(c);
      }
      return line.toString(StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns the failure for an error of standard input. */
  static Failure unreadable(IOException fault) {
    return Failure.usage("cannot read standard input: " + fault.getMessage());
  }

  private static byte[] bounded(InputStream in, int maxBytes, String source)
      throws IOException {
    var bytes = in.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw Failure.usage(source + " has more than " + maxBytes + " bytes");
    }
    return bytes;
  }
}
