package io.ramtalk.server;

import io.undertow.conduits.ReadDataStreamSourceConduit;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The body of a request in chunks, as its handler reads it: the data without the framing.
 *
 * <p><b>Threads:</b> the I/O thread of the exchange.
 */
final class ChunkedBody extends AbstractStreamSourceConduit<StreamSourceConduit> {
  /* This takes the place of Undertow's decoder, which keeps trailers of any length, takes a bare
   * LF for the end of a line, and closes the connection over a fault before its client can be told.
   * Framing is read into the buffer in which the connection keeps what came early, so what follows
   * the body stays there as the next request. */
  private final HttpServerExchange exchange;
  private final HttpServerConnection connection;
  private final ChunkFraming framing;
  private boolean isBroken;

  private ChunkedBody(HttpServerExchange exchange, long allowance) {
    super(new ReadDataStreamSourceConduit(
        connectionOf(exchange).getOriginalSourceConduit(), connectionOf(exchange)));
    this.exchange = exchange;
    connection = connectionOf(exchange);
    framing = new ChunkFraming(allowance);
  }

  /** Has the body of a request read by this; extensions and trailers may have so many bytes. */
  static void install(HttpServerExchange exchange, long allowance) {
    connectionOf(exchange).getChannel().getSourceChannel().setConduit(
        new ChunkedBody(exchange, allowance));
  }

  private static HttpServerConnection connectionOf(HttpServerExchange exchange) {
    return (HttpServerConnection) exchange.getConnection();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (isBroken) {
      throw new IOException("Body is broken");
    }
    int start = into.position();
    try {
      boolean goesOn = true;
      while (goesOn && into.hasRemaining() && !framing.isAtEnd()) {
        goesOn = framing.data() > 0 ? readData(into) : readFraming();
      }
    } catch (IOException e) {
      giveUp();
      throw e;
    }
    int count = into.position() - start;
    if (count == 0 && framing.isAtEnd()) {
      Connectors.terminateRequest(exchange);
      return -1;
    }
    return count;
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (into[i].hasRemaining()) {
        return read(into[i]);
      }
    }
    return 0;
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
  }

  @Override
  public long transferTo(long count, ByteBuffer through, StreamSinkChannel target)
      throws IOException {
    return IoUtils.transfer(new ConduitReadableByteChannel(this), count, through, target);
  }

  /** Calls the reader also when nothing more comes and it has not been told so. */
  @Override
  public void resumeReads() {
    if (isBroken || framing.isAtEnd()) {
      super.wakeupReads();
    } else {
      super.resumeReads();
    }
  }

  /** Ends the request; the connection itself can still be written to. */
  @Override
  public void terminateReads() {
    if (!framing.isAtEnd()) {
      giveUp();
    }
  }

  /** Reads data that is there, up to the end of the chunk; false if nothing is there. */
  private boolean readData(ByteBuffer into) throws IOException {
    int limit = into.limit();
    into.limit(into.position() + (int) Math.min(into.remaining(), framing.data()));
    try {
      int count = present(next.read(into));
      framing.skip(count);
      return count > 0;
    } finally {
      into.limit(limit);
    }
  }

  /** Reads framing that is there, up to the next byte of data; false if nothing is there. */
  private boolean readFraming() throws IOException {
    var pooled = arrived();
    if (pooled == null) {
      return false;
    }
    var bytes = pooled.getBuffer();
    while (bytes.hasRemaining() && framing.data() == 0 && !framing.isAtEnd()) {
      framing.take(bytes.get());
    }
    if (!bytes.hasRemaining()) {
      pooled.close();
      connection.setExtraBytes(null);
    }
    return true;
  }

  /** Returns what has arrived and was not read; null if that is nothing. */
  private PooledByteBuffer arrived() throws IOException {
    var early = connection.getExtraBytes();
    if (early != null) {
      return early;
    }
    var pooled = connection.getByteBufferPool().allocate();
    boolean isKept = false;
    try {
      isKept = present(connection.getOriginalSourceConduit().read(pooled.getBuffer())) > 0;
    } finally {
      if (!isKept) {
        pooled.close();
      }
    }
    if (!isKept) {
      return null;
    }
    pooled.getBuffer().flip();
    connection.setExtraBytes(pooled);
    return pooled;
  }

  private static int present(int count) throws IOException {
    if (count < 0) {
      throw new EOFException("Connection ends in a body");
    }
    return count;
  }

  /** Reads no more: where the body ends, and another request begins, cannot be known. */
  private void giveUp() {
    isBroken = true;
    exchange.setPersistent(false);
    Connectors.terminateRequest(exchange);
  }
}
