package io.ramtalk.cli.internal.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard input in batches of whole lines, limited in lines and bytes. A batch ends early when no
 * more input is available, so a line never waits for the next one.
 *
 * <p><b>Threads:</b> one.
 */
public final class LineBatches {
  /* The server responds while it reads, and we read the responses after writing the whole batch, so
   * the responses must fit into the buffers of a connection. The server remembers the latest 256
   * idempotency keys of a sender, so a batch of lines with ids can be sent again as a whole. */
  public static final int MAX_LINES = 200;
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

  /** A batch of lines, each with its line break, and their number. */
  @SuppressWarnings("ArrayRecordComponent") // lines are sent, never compared
  record Lines(byte[] bytes, int count) {}

  /** Returns the next batch, or null at the end. */
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

  /** Returns whether another line follows; with {@code now}, without waiting for input. */
  private boolean hasMore(boolean now) throws IOException {
    return at < end || (!(now && in.available() == 0) && fill());
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** Adds the next line unless it is blank: a server sends no response to a blank line. */
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
