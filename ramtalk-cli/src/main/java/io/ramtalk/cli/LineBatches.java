package io.ramtalk.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts standard input into batches of whole lines, bounded in lines and in bytes. A batch ends
 * early when nothing more has been written yet, so a line never waits for the next one.
 *
 * <p><b>Threads:</b> one.
 */
final class LineBatches {
  /* The server answers while it reads, and we read when all is written: the answers to a batch
   * must fit into the buffers of a connection. The server knows the latest 256 ids of a sender,
   * so a batch whose lines have ids can be sent again as a whole. */
  static final int MAX_LINES = 200;
  static final int MAX_BYTES = 256 << 10;
  static final int MAX_LINE_BYTES = 32 << 20;

  private static final int BUFFER_BYTES = 8 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int at;
  private int end;
  private long lineNumber = 1;

  LineBatches(InputStream in) {
    this.in = in;
  }

  /** Some lines, each with its line break, and how many they are. */
  @SuppressWarnings("ArrayRecordComponent") // lines are sent, never compared
  record Lines(byte[] bytes, int count) {}

  /** Returns the next lines, or null at the end. */
  @Nullable Lines next() {
    var batch = new ByteArrayOutputStream(BUFFER_BYTES);
    int lines = 0;
    try {
      while (lines < MAX_LINES && batch.size() < MAX_BYTES && hasMore(lines > 0)) {
        lines += readLine(batch) ? 1 : 0;
      }
    } catch (IOException e) {
      throw Input.unreadable(e);
    }
    return lines == 0 ? null : new Lines(batch.toByteArray(), lines);
  }

  /** Returns whether a line follows; where there are some already, only what is there counts. */
  private boolean hasMore(boolean now) throws IOException {
    return at < end || (!(now && in.available() == 0) && fill());
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** Adds the next line, unless it is blank: a server passes over such, and answers nothing. */
  private boolean readLine(ByteArrayOutputStream batch) throws IOException {
    line.reset();
    do {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, from, at - from);
      if (line.size() > MAX_LINE_BYTES) {
        throw Failure.usage("line " + lineNumber + " of standard input has more than "
            + MAX_LINE_BYTES + " bytes");
      }
    } while (at == end && fill());
    at++;
    lineNumber++;
    if (line.toString(StandardCharsets.ISO_8859_1).isBlank()) {
      return false;
    }
    line.write('\n');
    line.writeTo(batch);
    return true;
  }
}
