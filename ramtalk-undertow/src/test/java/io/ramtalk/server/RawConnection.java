package io.ramtalk.server;

import io.ramtalk.Eventually;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A TCP connection to a server on this machine that sends raw bytes and reads responses in order. A
 * read that hangs fails.
 */
final class RawConnection implements AutoCloseable {
  static final int TIMEOUT_MILLIS = (int) Eventually.LIMIT.toMillis();

  private final Socket socket = new Socket();
  private final InputStream in;

  RawConnection(int port) throws IOException {
    this(port, 0);
  }

  /** Opens a connection with the given kernel receive buffer; 0 means the default size. */
  RawConnection(int port, int receiveBufferBytes) throws IOException {
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects from one of the addresses of this machine, such as 127.0.0.2. */
  private RawConnection(String from, int port) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  static RawConnection from(String address, int port) throws IOException {
    return new RawConnection(address, port);
  }

  /** A response; header names are in lower case. */
  public record Response(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Sends a request on a new connection and returns the response. */
  static Response ask(int port, byte[] request) throws IOException {
    try (var connection = new RawConnection(port)) {
      return connection.send(request).response();
    }
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawConnection send(String latin1) throws IOException {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Closes the output side; responses can still be read. */
  RawConnection endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Makes {@link #close} reset the connection. */
  RawConnection breakOnClose() throws IOException {
    socket.setSoLinger(true, 0);
    return this;
  }

  Response response() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    var headers = new TreeMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim());
    }
    boolean hasBody = status >= 200 && status != 204;
    return new Response(status, headers, hasBody ? body(headers) : new byte[0]);
  }

  /** Returns whether the server has closed the connection and all bytes are read. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  /** Reads some bytes, like a slow client; returns their number, or -1 at the end. */
  int read(byte[] into) throws IOException {
    return in.read(into);
  }

  /** Reads the head of a chunked response. */
  void beginAnswer() throws IOException {
    while (!line().isEmpty()) {
      /* An empty line ends the head. */
    }
  }

  /** Reads the next chunk of a response; returns {@code ""} at the end. */
  String chunk() throws IOException {
    var chunk = exactly(Integer.parseInt(line(), 16));
    line();
    return new String(chunk, StandardCharsets.UTF_8);
  }

  /** Reads up to the given number of bytes from the kernel and leaves the others there. */
  void take(int bytes) throws IOException {
    if (bytes > 0) {
      socket.getInputStream().read(new byte[bytes]);
    }
  }

  /** Reads up to the given number of bytes, and only bytes that have arrived already. */
  void takeArrived(int bytes) throws IOException {
    take(Math.min(bytes, socket.getInputStream().available()));
  }

  /** Reads until the server closes the connection or resets it after bad input. */
  String rest() throws IOException {
    var rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (SocketException reset) {
      return rest.toString(StandardCharsets.ISO_8859_1);
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    var length = headers.get("content-length");
    if (length != null) {
      return exactly(Integer.parseInt(length));
    }
    var body = new ByteArrayOutputStream();
    int chunk;
    do {
      chunk = Integer.parseInt(line(), 16);
      body.writeBytes(exactly(chunk));
      line();
    } while (chunk > 0);
    return body.toByteArray();
  }

  private byte[] exactly(int count) throws IOException {
    var bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("Answer ends after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("Connection ends in a line of an answer");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
