package io.ramtalk.server.internal.live;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.protocol.framed.AbstractFramedStreamSourceChannel;
import io.undertow.server.protocol.framed.FrameHeaderData;
import io.undertow.util.Headers;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrame;
import io.undertow.websockets.core.WebSocketFrameCorruptedException;
import io.undertow.websockets.core.WebSocketFrameType;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.core.protocol.version13.WebSocket13Channel;
import io.undertow.websockets.extensions.NoopExtensionFunction;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * WebSocket version 13 without extensions, with strict checks of frame headers (RFC 6455, section
 * 5.2).
 */
final class WebSocketVersion13 extends Hybi13Handshake {
  /* Compression would cost memory for each connection. */
  private static final boolean EXTENSIONS = false;

  WebSocketVersion13(Set<String> subprotocols) {
    super(subprotocols, EXTENSIONS);
  }

  @Override
  public WebSocketChannel createChannel(
      WebSocketHttpExchange exchange, StreamConnection connection, ByteBufferPool pool) {
    return new Channel(exchange, connection, pool);
  }

  private static final class Channel extends WebSocket13Channel {
    /* Undertow accepts a length in more bytes than necessary, and a control frame without a mask.
     * It also rejects close codes registered after the RFC (1012 to 1014) before a reader can see
     * the frame. So headers are checked here, and close frames are read here too. */
    private static final int MAX_HEADER_BYTES = 14;
    private static final int MASK_BYTES = 4;
    private static final int SHORTEST_HEADER_BYTES = 2 + MASK_BYTES;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 8;

    private final byte[] header = new byte[MAX_HEADER_BYTES];
    private int headerBytes;

    Channel(WebSocketHttpExchange exchange, StreamConnection connection, ByteBufferPool pool) {
      super(connection, pool, getWebSocketLocation(exchange),
          exchange.getResponseHeader(Headers.SEC_WEB_SOCKET_PROTOCOL_STRING), false, EXTENSIONS,
          NoopExtensionFunction.INSTANCE, exchange.getPeerConnections(), exchange.getOptions());
    }

    @Override
    protected FrameHeaderData parseFrame(ByteBuffer data) throws IOException {
      int start = data.position();
      var frame = super.parseFrame(data);
      int count = data.position() - start;
      data.get(start, header, headerBytes, count);
      headerBytes += count;
      if (frame != null) {
        check(frame.getFrameLength());
        headerBytes = 0;
      }
      return frame;
    }

    private void check(long length) throws IOException {
      int lengthBytes = headerBytes - SHORTEST_HEADER_BYTES;
      if ((header[1] & MASKED) == 0) {
        throw new WebSocketFrameCorruptedException("Frames of clients must be masked");
      }
      if (length < 0 || lengthBytes != (length < 126 ? 0 : length < 1 << 16 ? 2 : 8)) {
        throw new WebSocketFrameCorruptedException("Length must use the fewest possible bytes");
      }
    }

    @Override
    protected StreamSourceFrameChannel createChannel(
        FrameHeaderData frame, PooledByteBuffer data) {
      if ((header[0] & OPCODE) != CLOSE) {
        return super.createChannel(frame, data);
      }
      var mask = Arrays.copyOfRange(header, 2, SHORTEST_HEADER_BYTES);
      return super.createChannel(new CloseHeader((WebSocketFrame) frame, this, mask), data);
    }
  }

  /** The header of a close frame whose code has not been checked. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record CloseHeader(WebSocketFrame frame, Channel channel, byte[] mask)
      implements WebSocketFrame {
    @Override
    public StreamSourceFrameChannel getChannel(PooledByteBuffer data) {
      var payload = new ClosePayload(channel, data, frame.getFrameLength(), mask);
      payload.finalFrame();
      return payload;
    }

    @Override
    public void handle(ByteBuffer data) {
      throw new IllegalStateException("The header is complete");
    }

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public boolean isFinalFragment() {
      return true;
    }

    @Override
    public long getFrameLength() {
      return frame.getFrameLength();
    }

    @Override
    public @Nullable AbstractFramedStreamSourceChannel<?, ?, ?> getExistingChannel() {
      return null;
    }
  }

  private static final class ClosePayload extends StreamSourceFrameChannel {
    private final byte[] mask;
    private int position;

    ClosePayload(Channel channel, PooledByteBuffer data, long length, byte[] mask) {
      super(channel, WebSocketFrameType.CLOSE, data, length);
      this.mask = mask;
    }

    @Override
    protected PooledByteBuffer processFrameData(PooledByteBuffer data, boolean isLast)
        throws IOException {
      var bytes = data.getBuffer();
      for (int i = bytes.position(); i < bytes.limit(); i++) {
        bytes.put(i, (byte) (bytes.get(i) ^ mask[position++ % mask.length]));
      }
      return super.processFrameData(data, isLast);
    }
  }
}
