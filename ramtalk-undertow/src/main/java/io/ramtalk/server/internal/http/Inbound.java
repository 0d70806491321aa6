package io.ramtalk.server.internal.http;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The bytes that arrive on one connection. It knows when the last of them came, and limits those
 * that come while no request is being served.
 *
 * <p><b>Threads:</b> the I/O thread of the connection; a request may end on any thread.
 * <b>Cost:</b> one listener for each request.
 */
public final class Inbound extends AbstractStreamSourceConduit<StreamSourceConduit>
    implements ExchangeCompletionListener {
  /* The bytes between two requests belong to a head, and Undertow limits those itself. But it
   * rejects a request with a bad Host before any handler sees it, and then reads a body of any
   * length and keeps its trailers. Those bytes count here, since no request has begun. */
  private final StreamConnection connection;
  private final ReadTurns turns;
  private final long maxBytes;
  private long bytes;
  private long lastNanos = System.nanoTime();
  private volatile boolean isServing;

  private Inbound(StreamConnection connection, ReadTurns turns, long maxBytes) {
    super(turns);
    this.connection = connection;
    this.turns = turns;
    this.maxBytes = maxBytes;
  }

  /** Watches a new connection, with a limit on the bytes outside of requests. */
  static Inbound watch(StreamConnection connection, IoRounds rounds, long maxBytes) {
    var inbound = new Inbound(connection, new ReadTurns(connection, rounds), maxBytes);
    connection.getSourceChannel().setConduit(inbound);
    return inbound;
  }

  /** Returns the watch on the connection of an exchange. */
  public static Inbound of(HttpServerExchange exchange) {
    return (Inbound) ((HttpServerConnection) exchange.getConnection()).getOriginalSourceConduit();
  }

  /** Leaves the limits to a request, from now until its exchange ends. */
  public void begin(HttpServerExchange exchange) {
    bytes = 0;
    isServing = true;
    turns.countRequest();
    exchange.addExchangeCompleteListener(this);
  }

  /** Leaves the limits to a protocol that the connection has been upgraded to. */
  public void upgrade() {
    isServing = true;
  }

  /** Returns the nanoseconds since the last byte arrived. */
  public long silentNanos() {
    return System.nanoTime() - lastNanos;
  }

  /** Restarts the silence after a time in which the server did not read. */
  public void excuse() {
    lastNanos = System.nanoTime();
  }

  @Override
  public void exchangeEvent(HttpServerExchange exchange, NextListener listener) {
    isServing = false;
    listener.proceed();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return (int) count(next.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return count(next.read(into, offset, length));
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return count(next.transferTo(position, count, target));
  }

  @Override
  public long transferTo(long count, ByteBuffer through, StreamSinkChannel target)
      throws IOException {
    return count(next.transferTo(count, through, target));
  }

  private long count(long count) throws IOException {
    if (count > 0) {
      lastNanos = System.nanoTime();
      if (!isServing) {
        bytes += count;
        if (bytes > maxBytes) {
          IoUtils.safeClose(connection);
          throw new IOException("More than " + maxBytes + " bytes outside of a request");
        }
      }
    }
    return count;
  }
}
