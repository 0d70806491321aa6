package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Notes when bytes last came over a connection.
 *
 * <p><b>Threads:</b> the I/O thread of the connection.
 */
final class Listening extends AbstractStreamSourceConduit<StreamSourceConduit> {
  /* Bytes count, not frames: a large frame may take its time on a slow line, and a pong cannot
   * overtake it. */
  private long lastNanos = System.nanoTime();

  private Listening(StreamSourceConduit next) {
    super(next);
  }

  /** Begins to note. */
  static Listening to(HttpServerExchange exchange) {
    var source =
        ((HttpServerConnection) exchange.getConnection()).getChannel().getSourceChannel();
    var listening = new Listening(source.getConduit());
    source.setConduit(listening);
    return listening;
  }

  long silentNanos() {
    return System.nanoTime() - lastNanos;
  }

  /** Takes the silence up to now as explained: nothing was read. */
  void excuse() {
    lastNanos = System.nanoTime();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return (int) noted(next.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return noted(next.read(into, offset, length));
  }

  private long noted(long count) {
    if (count > 0) {
      lastNanos = System.nanoTime();
    }
    return count;
  }
}
