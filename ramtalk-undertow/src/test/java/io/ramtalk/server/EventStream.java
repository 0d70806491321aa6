package io.ramtalk.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Eventually;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client of server-sent events that exposes every raw line. */
public final class EventStream implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;
  private final int status;
  private final Map<String, String> headers = new TreeMap<>();
  private int chunkLeft;

  private EventStream(int port, String head) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) Eventually.LIMIT.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    status = Integer.parseInt(rawLine().split(" ", 3)[1]);
    for (var line = rawLine(); !line.isEmpty(); line = rawLine()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim());
    }
  }

  public static EventStream open(int port, String path, String... headers) throws IOException {
    var head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    return new EventStream(port, head.append("\r\n").toString());
  }

  /** An event; its id is empty if the server sent none. */
  public record Event(String id, String type, String data) {
    JsonNode json() {
      return Caller.parse(data);
    }

    String text() {
      return json().get("text").asText();
    }
  }

  int status() {
    return status;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  Socket socket() {
    return socket;
  }

  /** Returns the next event; skips comments and retry times. */
  public Event next() throws IOException {
    var fields = new TreeMap<String, String>();
    while (true) {
      var line = line();
      if (line.isEmpty() && fields.containsKey("data")) {
        return new Event(fields.getOrDefault("id", ""), fields.get("event"), fields.get("data"));
      }
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
  }

  public Event next(String type) throws IOException {
    var event = next();
    if (!event.type().equals(type)) {
      throw new AssertionError("Not a " + type + ": " + event);
    }
    return event;
  }

  List<String> texts(int count) throws IOException {
    var texts = new ArrayList<String>();
    while (texts.size() < count) {
      texts.add(next("message").text());
    }
    return texts;
  }

  /** Returns whether the stream ends here with its last chunk. */
  boolean isAtEnd() throws IOException {
    return read() < 0;
  }

  /** Returns the next line of the stream. */
  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        throw new EOFException("Stream ends in a line");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Resets the connection. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int read() throws IOException {
    if (chunkLeft == 0) {
      chunkLeft = Integer.parseInt(rawLine(), 16);
      if (chunkLeft == 0) {
        return -1;
      }
    }
    int b = in.read();
    if (b < 0) {
      throw new EOFException("Connection ends in a chunk");
    }
    if (--chunkLeft == 0) {
      rawLine();
    }
    return b;
  }

  private String rawLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("Connection ends in a line");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
