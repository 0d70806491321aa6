package io.ramtalk.benchmarks.live;

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
 * A minimal blocking WebSocket client (RFC 6455) for load, which costs little compared with the
 * server.
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

  /** Opens a socket with a receive buffer of the given size, or 0 for the default. */
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

  /** Sends a frame of less than 64 KiB. Its mask is zero, which leaves the text unchanged. */
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

  /** Receives the next frame. */
  String receive() throws IOException {
    in.readUnsignedByte();
    int length = in.readUnsignedByte();
    var bytes = new byte[length == 126 ? in.readUnsignedShort() : length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Skips to the next frame of a RAMTalk type. */
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
