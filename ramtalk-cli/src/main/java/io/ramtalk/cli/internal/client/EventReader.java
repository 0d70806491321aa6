package io.ramtalk.cli.internal.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reader of server-sent events (WHATWG HTML, section 9.2.6).
 *
 * <p><b>Threads:</b> one. <b>Cost:</b> memory for one event, up to a maximum size.
 */
final class EventReader {
  /** Maximum size of an event: enough for the largest picture any server can allow, in base 64. */
  static final int MAX_EVENT_BYTES = 32 << 20;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final InputStream in;
  private final int maxEventBytes;
  private final byte[] buffer = new byte[8 << 10];
  private int at;
  private int end;
  private int eventBytes;
  private boolean begun;
  private boolean afterReturn;
  private String type = "";
  private @Nullable StringBuilder data;
  private String id = "";

  EventReader(InputStream in) {
    this(in, MAX_EVENT_BYTES);
  }

  EventReader(InputStream in, int maxEventBytes) {
    this.in = in;
    this.maxEventBytes = maxEventBytes;
  }

  /** Returns the next event, or null at the end of the stream. Drops an incomplete event. */
  @Nullable ServerEvent next() throws IOException {
    for (var line = line(); line != null; line = line()) {
      if (!line.isEmpty()) {
        take(line);
        continue;
      }
      var event = data == null ? null
          : new ServerEvent(type.isEmpty() ? "message" : type, data.toString(), id);
      eventBytes = 0;
      type = "";
      data = null;
      if (event != null) {
        return event;
      }
    }
    return null;
  }

  private void take(String line) {
    int colon = line.indexOf(':');
    var field = colon < 0 ? line : line.substring(0, colon);
    int from = colon < 0 ? line.length() : colon + 1;
    var value = line.substring(line.startsWith(" ", from) ? from + 1 : from);
    switch (field) {
      case "event" -> type = value;
      case "data" -> data = data == null
          ? new StringBuilder(value) : data.append('\n').append(value);
      case "id" -> id = value.indexOf('\0') < 0 ? value : id;
      default -> { } // a comment or an unknown field
    }
  }

  /* A carriage return ends a line, even if a line feed follows. Waiting for the line feed would
   * delay a complete event, so it is skipped when it arrives. */
  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = read(); c >= 0; c = read()) {
      boolean skipped = c == '\n' && afterReturn;
      afterReturn = c == '\r';
      if (skipped) {
        continue;
      }
      if (c == '\n' || c == '\r') {
        return decode(line.toByteArray());
      }
      if (++eventBytes > maxEventBytes) {
        throw new IOException("an event has more than " + maxEventBytes + " bytes");
      }
      line.write(c);
    }
    return null;
  }

  private int read() throws IOException {
    if (at == end) {
      at = 0;
      end = in.read(buffer);
      if (end < 0) {
        end = 0;
        return -1;
      }
    }
    return at < end ? buffer[at++] & 0xff : read();
  }

  private String decode(byte[] line) throws IOException {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      boolean marked = !begun && text.startsWith(BYTE_ORDER_MARK);
      begun = true;
      return marked ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("an event is not UTF-8", e);
    }
  }
}
