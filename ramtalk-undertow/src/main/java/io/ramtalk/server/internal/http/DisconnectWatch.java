package io.ramtalk.server.internal.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Closes the connection of a client that has disconnected while its request waits, so that messages
 * are not delivered to a closed connection.
 *
 * <p><b>Threads:</b> the I/O thread of the exchange.
 */
public final class DisconnectWatch implements ChannelListener<ConduitStreamSourceChannel> {
  /* Only a read can tell whether a client is still connected. The end of the stream counts as a
   * disconnect, as in other servers; few clients close only their half and wait. Bytes that are
   * read instead are an early next request. They are put back for Undertow, which looks there
   * first, and reading stops. */
  private final HttpServerConnection connection;
  private final boolean endsWithWords;

  public DisconnectWatch(HttpServerExchange exchange) {
    this(exchange, false);
  }

  private DisconnectWatch(HttpServerExchange exchange, boolean endsWithWords) {
    connection = (HttpServerConnection) exchange.getConnection();
    this.endsWithWords = endsWithWords;
  }

  /**
   * Watches a response that does not end. Bytes from its client cannot be a next request and would
   * hide a disconnect, so they close the connection too.
   */
  public static DisconnectWatch ofListener(HttpServerExchange exchange) {
    return new DisconnectWatch(exchange, true);
  }

  /** Starts watching. */
  public void watch() {
    if (endsWithWords && connection.getExtraBytes() != null) {
      IoUtils.safeClose(connection);
    } else if (connection.getExtraBytes() == null) {
      var source = connection.getChannel().getSourceChannel();
      source.setReadListener(this);
      source.resumeReads();
    }
  }

  /** Stops watching because a response begins. */
  public void ignore() {
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
