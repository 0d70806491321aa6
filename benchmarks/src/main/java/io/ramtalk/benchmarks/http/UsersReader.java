package io.ramtalk.benchmarks.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that reads the list of all users in steps and counts them. */
final class UsersReader implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private long bytes;
  private long objects;
  private boolean ended;

  UsersReader(int port) throws IOException {
    this(port, 0);
  }

  /** Requests the list with a receive buffer of the given size, or 0 for the default. */
  UsersReader(int port, int receiveBufferBytes) throws IOException {
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = socket.getInputStream();
    socket.getOutputStream().write(("GET /users HTTP/1.1\r\nHost: 127.0.0.1:" + port
        + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads until that many bytes have arrived in total, or the list has ended. */
  void readTo(long end) throws IOException {
    while (!ended && bytes < end) {
      int count = in.read(buffer);
      ended = count < 0;
      for (int i = 0; i < count; i++) {
        objects += buffer[i] == '{' ? 1 : 0;
      }
      bytes += Math.max(0, count);
    }
  }

  /** Reads to the end. */
  void readAll() throws IOException {
    readTo(Long.MAX_VALUE);
  }

  /** Returns the bytes so far, including the head and chunk boundaries. */
  long bytes() {
    return bytes;
  }

  /** Returns the users so far: the objects inside the list object. No name contains a brace. */
  long users() {
    return Math.max(0, objects - 1);
  }

  boolean isEnded() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
