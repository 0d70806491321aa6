package io.ramtalk.hazelcast.internal.tls;

import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.networking.OutboundHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;

/**
 * The last handler of bytes to send: encrypts them in records.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> O(bytes), and a buffer of {@value #SEND_BYTES}
 * bytes.
 */
final class TlsEncoder extends OutboundHandler<ByteBuffer, ByteBuffer> {
  private static final int SEND_BYTES = 1 << 16;

  private final TlsConnection connection;

  TlsEncoder(TlsConnection connection) {
    this.connection = connection;
  }

  @Override
  public void handlerAdded() {
    dst = ByteBuffer.allocateDirect(Math.max(SEND_BYTES, 2 * connection.recordBytes())).flip();
  }

  @Override
  public HandlerStatus onWrite() throws IOException {
    dst.compact();
    try {
      while (connection.mustWrite() || (connection.isEstablished() && src.hasRemaining())) {
        var result = connection.wrap(src, dst);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
          return HandlerStatus.DIRTY; // continues when the socket has taken the buffer
        }
      }
      return connection.isEstablished() ? HandlerStatus.CLEAN : HandlerStatus.BLOCKED;
    } finally {
      dst.flip();
    }
  }
}
