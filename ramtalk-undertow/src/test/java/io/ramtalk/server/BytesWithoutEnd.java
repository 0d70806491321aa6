package io.ramtalk.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Parts of a request, WebSocket or TLS stream where a client can send bytes without end. */
enum BytesWithoutEnd {
  REQUEST_LINE("%1$s /%4$s", "a"),
  QUERY("%1$s %2$s?", "a=b&"),
  HEADER_NAME("%1$s %2$s HTTP/1.1\r\nHost: localhost\r\n%3$sX", "n"),
  HEADER_VALUE("%1$s %2$s HTTP/1.1\r\nHost: localhost\r\n%3$sX: ", "v"),
  HEADER_LINES("%1$s %2$s HTTP/1.1\r\nHost: localhost\r\n%3$s", "X: y\r\n"),
  EMPTY_LINES("", "\r\n"),
  GARBAGE("", "\u0000\u0001\u00ff"),
  BODY(Start.POST + "Content-Length: 99999999999\r\n\r\n", "x"),
  BODY_OF_A_BAD_HOST("%1$s %2$s HTTP/1.1\r\nHost: a b\r\nContent-Length: 99999999999\r\n\r\n",
      "x"),
  LINES(Start.BULK + "Content-Length: 99999999999\r\n\r\n", "{}\n"),
  LINE(Start.BULK + "Transfer-Encoding: chunked\r\n\r\nfffffffffff\r\n", "x"),
  CHUNK_SIZE(Start.CHUNKED, "0"),
  CHUNK_EXTENSION(Start.CHUNKED + "2;", "x"),
  CHUNK_DATA(Start.CHUNKED + "fffffffffff\r\n", "x"),
  CHUNKS_OF_ONE_BYTE(Start.CHUNKED, "1\r\nx\r\n"),
  CHUNKS_WITH_EXTENSIONS(Start.CHUNKED, "1;abc=defghijk\r\nx\r\n"),
  TRAILER_NAME(Start.CHUNKED + "2\r\n{}\r\n0\r\nX", "n"),
  TRAILER_VALUE(Start.CHUNKED + "2\r\n{}\r\n0\r\nX: ", "v"),
  TRAILER_LINES(Start.CHUNKED + "2\r\n{}\r\n0\r\n", "X: y\r\n"),
  TRAILER_OF_A_BAD_HOST("%1$s %2$s HTTP/1.1\r\nHost: a b\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "0\r\nX: ", "v"),
  AFTER_THE_END(Start.POST + "Content-Length: 2\r\n\r\n{}", "x"),
  PIPELINED_REQUESTS("", TestServer.get("/livez") + TestServer.get("/nowhere")),

  SOCKET_GARBAGE(head(0x00), frame(0x00, 100)),
  SOCKET_PAYLOAD(RawWebSocket.head(0x81, Integer.MAX_VALUE), new byte[100]),
  SOCKET_FRAGMENTS(frame(0x01, 1), frame(0x00, 100)),
  SOCKET_EMPTY_FRAGMENTS(frame(0x01, 1), frame(0x00, 0)),
  SOCKET_BINARY(RawWebSocket.head(0x82, Integer.MAX_VALUE), new byte[100]),
  SOCKET_PINGS(new byte[0], frame(0x89, 125)),
  SOCKET_PONGS(new byte[0], frame(0x8a, 125)),
  SOCKET_CLOSES(new byte[0], frame(0x88, 0)),
  SOCKET_PINGS_WITHIN_A_MESSAGE(frame(0x01, 1_000), frame(0x89, 125)),
  SOCKET_MESSAGES(new byte[0], RawWebSocket.frame(0x81, "{\"type\":\"x\"}".getBytes())),

  TLS_RECORD(hex("160301ffff010000fffc0303"), hex("00")),
  TLS_HANDSHAKE(new byte[0], hex("1603010040" + "01ffffff0303" + "5a".repeat(58))),
  TLS_EMPTY_RECORDS(new byte[0], hex("1603010000")),
  TLS_ALERTS(new byte[0], hex("15030100020164")),
  TLS_GARBAGE(new byte[0], hex("00ff7f"));

  private static final int PIECE_BYTES = 64 << 10;

  private final Kind kind;
  private final String beginning;
  private final byte[] first;
  private final byte[] piece;

  /** Request beginnings that several constants share. */
  private static final class Start {
    static final String POST = "%1$s %2$s HTTP/1.1\r\nHost: localhost\r\n%3$s"
        + "Content-Type: application/json\r\n";
    static final String BULK = "%1$s %2$s HTTP/1.1\r\nHost: localhost\r\n%3$s"
        + "Content-Type: application/x-ndjson\r\n";
    static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  }

  /** The protocol that carries the bytes. */
  public enum Kind { REQUEST, SOCKET, TLS }

  BytesWithoutEnd(String beginning, String piece) {
    kind = Kind.REQUEST;
    this.beginning = beginning;
    first = new byte[0];
    this.piece = repeat(piece.getBytes(StandardCharsets.ISO_8859_1));
  }

  BytesWithoutEnd(byte[] first, byte[] piece) {
    kind = name().startsWith("SOCKET") ? Kind.SOCKET : Kind.TLS;
    beginning = "";
    this.first = first;
    this.piece = repeat(piece);
  }

  Kind kind() {
    return kind;
  }

  /** Returns the beginning of a request; each line in {@code headers} ends in CRLF. */
  byte[] request(String method, String path, String headers) {
    return beginning.formatted(method, path, headers, path.substring(1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the first bytes after the WebSocket or TCP handshake. */
  byte[] first() {
    return first;
  }

  /** Sends pieces while {@code more} is true and the server accepts them, and counts the bytes. */
  void flood(Socket socket, byte[] beginning, BooleanSupplier more, IntConsumer sent) {
    try {
      socket.getOutputStream().write(beginning);
      while (more.getAsBoolean()) {
        socket.getOutputStream().write(piece);
        sent.accept(piece.length);
      }
    } catch (IOException e) {
      closed(socket);
    }
  }

  /** Fails if the socket was never connected; the server may close a connection at any time. */
  private static void closed(Socket socket) {
    if (!socket.isConnected()) {
      throw new AssertionError("Was never connected");
    }
  }

  static Socket connect(int port) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(PIECE_BYTES);
    socket.setSendBufferSize(PIECE_BYTES);
    socket.setSoLinger(true, 0);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 60_000);
    return socket;
  }

  private static byte[] repeat(byte[] piece) {
    var bytes = ByteBuffer.allocate(PIECE_BYTES / piece.length * piece.length);
    while (bytes.hasRemaining()) {
      bytes.put(piece);
    }
    return bytes.array();
  }

  private static byte[] head(int firstByte) {
    return RawWebSocket.head(firstByte, 0);
  }

  private static byte[] frame(int firstByte, int length) {
    return RawWebSocket.frame(firstByte, new byte[length]);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
