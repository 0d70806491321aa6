package io.ramtalk.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket with full control over its bytes: it ignores pings and reads only on request. */
final class RawWebSocket implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final String HANDSHAKE = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
      + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n";

  private final RawConnection connection;

  private RawWebSocket(RawConnection connection) {
    this.connection = connection;
  }

  /** A received frame. */
  record Frame(int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int closeCode() {
      return ByteBuffer.wrap(payload).getShort();
    }
  }

  /** Returns an upgrade request; each line in {@code headers} ends in CRLF. */
  static byte[] handshake(int port, String path, String headers) {
    return HANDSHAKE.formatted(path, port, headers).getBytes(StandardCharsets.US_ASCII);
  }

  /** Opens a socket with the given kernel receive buffer; 0 means the default size. */
  static RawWebSocket open(int port, String path, int receiveBufferBytes) throws IOException {
    return upgrade(new RawConnection(port, receiveBufferBytes), handshake(port, path, ""));
  }

  /** Opens a socket with a token in its handshake. */
  static RawWebSocket open(int port, String path, String token) throws IOException {
    return upgrade(new RawConnection(port),
        handshake(port, path, "Authorization: Bearer " + token + "\r\n"));
  }

  private static RawWebSocket upgrade(RawConnection connection, byte[] handshake)
      throws IOException {
    int status = connection.send(handshake).response().status();
    if (status != 101) {
      throw new IOException("Not upgraded: " + status);
    }
    return new RawWebSocket(connection);
  }

  void send(int opcode, byte[] payload) throws IOException {
    connection.send(frame(0x80 | opcode, payload));
  }

  /** Sends raw bytes. */
  void sendRaw(byte[] bytes) throws IOException {
    connection.send(bytes);
  }

  void say(String json) throws IOException {
    send(TEXT, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a masked frame; the zero mask keeps the payload readable. */
  static byte[] frame(int firstByte, byte[] payload) {
    var head = head(firstByte, payload.length);
    return ByteBuffer.allocate(head.length + payload.length).put(head).put(payload).array();
  }

  /** Returns the beginning of a masked frame, up to its payload. */
  static byte[] head(int firstByte, int length) {
    var head = new ByteArrayOutputStream();
    head.write(firstByte);
    if (length < 126) {
      head.write(0x80 | length);
    } else if (length < 1 << 16) {
      head.write(0x80 | 126);
      head.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      head.write(0x80 | 127);
      head.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    head.writeBytes(new byte[4]);
    return head.toByteArray();
  }

  Frame next() throws IOException {
    int opcode = exactly(1)[0] & 0x0f;
    int length = exactly(1)[0] & 0x7f;
    if (length == 126) {
      length = ByteBuffer.wrap(exactly(2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = (int) ByteBuffer.wrap(exactly(8)).getLong();
    }
    return new Frame(opcode, exactly(length));
  }

  /** Reads frames until one has the given opcode, and returns that frame. */
  Frame next(int opcode) throws IOException {
    var frame = next();
    while (frame.opcode() != opcode) {
      frame = next();
    }
    return frame;
  }

  RawConnection connection() {
    return connection;
  }

  /** Resets the connection. */
  void abort() throws IOException {
    connection.breakOnClose().close();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private byte[] exactly(int count) throws IOException {
    var bytes = new byte[count];
    for (int filled = 0; filled < count;) {
      var part = new byte[count - filled];
      int read = connection.read(part);
      if (read < 0) {
        throw new EOFException("Connection ends in a frame");
      }
      System.arraycopy(part, 0, bytes, filled, read);
      filled += read;
    }
    return bytes;
  }
}
