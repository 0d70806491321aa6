package io.ramtalk.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Closes the connection of a client that went away while it waits for its answer, so that nothing
 * is handed out to nobody.
 *
 * <p><b>Threads:</b> the I/O thread of the exchange.
 */
final class Departure implements ChannelListener<ConduitStreamSourceChannel> {
  /* Whether a client is still there can be told by reading alone. An end of the stream counts as
   * gone, as in other servers: hardly a client closes only its half and waits. What is read
   * instead is the next request, come early; it is put back for Undertow, which looks there
   * first, and nothing more is read. */
  private final HttpServerConnection connection;
  private final boolean endsWithWords;

  Departure(HttpServerExchange exchange) {
    this(exchange, false);
  }

  private Departure(HttpServerExchange exchange, boolean endsWithWords) {
    connection = (HttpServerConnection) exchange.getConnection();
    this.endsWithWords = endsWithWords;
  }

  /**
   * Looks at an answer that does not end: what its client says more is no next request, and would
   * hide that it left, so it closes the connection too.
   */
  static Departure ofListener(HttpServerExchange exchange) {
    return new Departure(exchange, true);
  }

  /** Begins to look. */
  void watch() {
    if (endsWithWords && connection.getExtraBytes() != null) {
      IoUtils.safeClose(connection);
    } else if (connection.getExtraBytes() == null) {
      var source = connection.getChannel().getSourceChannel();
      source.setReadListener(this);
      source.resumeReads();
    }
  }

  /** Looks no more: an answer begins. */
  void ignore() {
    connection.getChannel().getSourceChannel().suspendReads();
  }

  @Override
  public void handleEvent(ConduitStreamSourceChannel source) {
    var pooled = connection.getByteBufferPool().allocate();
    try {
      int count = source.read(pooled.getBuffer());
      if (count < 0 || (count > 0 && endsWithWords)) {
        IoUtils.safeClose(connection);
      } else if (count > 0) {
        source.suspendReads();
        putBack(pooled);
        return;
      }
    } catch (IOException e) {
      IoUtils.safeClose(connection);
    }
    pooled.close();
  }

  private void putBack(PooledByteBuffer pooled) {
    pooled.getBuffer().flip();
    connection.setExtraBytes(pooled);
  }
}
