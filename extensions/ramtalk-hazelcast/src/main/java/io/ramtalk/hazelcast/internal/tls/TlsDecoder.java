package io.ramtalk.hazelcast.internal.tls;

import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.networking.InboundHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;

/**
 * The first handler of received bytes: decrypts records.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> O(bytes), and a buffer of {@value #RECEIVE_BYTES}
 * bytes.
 */
final class TlsDecoder extends InboundHandler<ByteBuffer, ByteBuffer> {
  private static final int RECEIVE_BYTES = 1 << 16; // several records of at most 2^14 bytes of data

  private final TlsConnection connection;
  private final ByteBuffer data;

  TlsDecoder(TlsConnection connection) {
    this.connection = connection;
    data = ByteBuffer.allocate(connection.dataBytes()).flip();
  }

  @Override
  public void handlerAdded() {
    src = ByteBuffer.allocateDirect(Math.max(RECEIVE_BYTES, connection.recordBytes()));
  }

  @Override
  public HandlerStatus onRead() throws IOException {
    connection.checkTime();
    src.flip();
    try {
      while (forward()) {
        data.clear();
        SSLEngineResult result;
        try {
          result = connection.unwrap(src, data);
        } finally {
          data.flip();
        }
        if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
          return HandlerStatus.CLEAN; // waits for more bytes, or for the writer's handshake
        }
      }
      return HandlerStatus.DIRTY; // the next handler has to make room first
    } finally {
      src.compact();
    }
  }

  /** Passes decrypted data to the next handler, and returns whether that was all. */
  private boolean forward() {
    while (data.hasRemaining() && dst.hasRemaining()) {
      int limit = data.limit();
      data.limit(Math.min(limit, data.position() + dst.remaining()));
      dst.put(data);
      data.limit(limit);
    }
    return !data.hasRemaining();
  }
}
