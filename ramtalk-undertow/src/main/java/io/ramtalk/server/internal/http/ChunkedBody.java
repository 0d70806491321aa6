package io.ramtalk.server.internal.http;

import io.undertow.conduits.ReadDataStreamSourceConduit;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The decoded body of a chunked request: its data without the framing.
 *
 * <p><b>Threads:</b> the I/O thread of the exchange.
 */
public final class ChunkedBody extends AbstractStreamSourceConduit<StreamSourceConduit> {
  /* This replaces Undertow's decoder, which keeps trailers of any length, accepts a bare LF as a
   * line end, and on an error closes the connection before the client can be told. Framing is read
   * into the buffer in which the connection keeps early bytes, so bytes after the body stay there
   * as the next request. */
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

  /** Installs the decoder for a request, with an allowance for extensions and trailers in bytes. */
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
        goesOn = readSome(into);
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

  /** Also wakes the reader if the body has ended or is broken and the reader does not know yet. */
  @Override
  public void resumeReads() {
    if (isBroken || framing.isAtEnd()) {
      super.wakeupReads();
    } else {
      super.resumeReads();
    }
  }

  /** Ends the request; the connection can still be written to. */
  @Override
  public void terminateReads() {
    if (!framing.isAtEnd()) {
      giveUp();
    }
  }

  /** Reads available bytes; returns false if there are none. */
  private boolean readSome(ByteBuffer into) throws IOException {
    var early = connection.getExtraBytes();
    if (early == null && framing.data() >= into.remaining()) {
      int count = present(next.read(into)); // needs no copy
      framing.skip(count);
      return count > 0;
    }
    var pooled = early == null ? fetch() : early;
    if (pooled == null) {
      return false;
    }
    var bytes = pooled.getBuffer();
    decode(bytes, into);
    if (!bytes.hasRemaining()) {
      pooled.close();
      connection.setExtraBytes(null);
    }
    return true;
  }

  private void decode(ByteBuffer bytes, ByteBuffer into) throws IOException {
    while (bytes.hasRemaining() && into.hasRemaining() && !framing.isAtEnd()) {
      if (framing.data() == 0) {
        framing.take(bytes.get());
      } else {
        int count = (int) Math.min(
            framing.data(), Math.min(bytes.remaining(), into.remaining()));
        into.put(into.position(), bytes, bytes.position(), count);
        into.position(into.position() + count);
        bytes.position(bytes.position() + count);
        framing.skip(count);
      }
    }
  }

  /** Reads into the buffer for early bytes; returns null if no bytes are available. */
  private @Nullable PooledByteBuffer fetch() throws IOException {
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
      throw new EOFException("Connection ended within a body");
    }
    return count;
  }

  /** Stops reading: without valid framing the start of the next request is unknown. */
  private void giveUp() {
    isBroken = true;
    exchange.setPersistent(false);
    Connectors.terminateRequest(exchange);
  }
}
