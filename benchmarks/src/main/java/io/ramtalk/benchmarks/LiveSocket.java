package io.ramtalk.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client (RFC 6455) for load: it blocks, and does no more than a benchmark needs, so
 * that it costs little beside the server.
 */
final class LiveSocket implements AutoCloseable {
  private static final int TEXT_FRAME = 0x81;
  private static final int MASKED = 0x80;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  LiveSocket(int port, String path) throws IOException {
    this(port, path, 0);
  }

  /** Opens a socket with the kernel's buffer of that length for what arrives, 0 for the usual. */
  LiveSocket(int port, String path, int receiveBufferBytes) throws IOException {
    socket = new Socket();
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 512));
    out = socket.getOutputStream();
    out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
    skipHead(in);
  }

  /** Writes a frame of under 64 KiB. Its mask is zero, which leaves the text as it is. */
  void send(byte[] text) throws IOException {
    var frame = ByteBuffer.allocate(text.length + 8);
    frame.put((byte) TEXT_FRAME);
    if (text.length < 126) {
      frame.put((byte) (MASKED | text.length));
    } else {
      frame.put((byte) (MASKED | 126)).putShort((short) text.length);
    }
    frame.putInt(0).put(text);
    out.write(frame.array(), 0, frame.position());
  }

  /** Reads the next frame. */
  String receive() throws IOException {
    in.readUnsignedByte();
    int length = in.readUnsignedByte();
    var bytes = new byte[length == 126 ? in.readUnsignedShort() : length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads on to the next frame of a type of RAMTalk's. */
  String receive(String type) throws IOException {
    while (true) {
      var frame = receive();
      if (frame.startsWith("{\"type\":\"" + type + "\"")) {
        return frame;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static void skipHead(InputStream in) throws IOException {
    for (int ends = 0; ends < 4;) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("The server did not upgrade");
      }
      ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
    }
  }
}
