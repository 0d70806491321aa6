package io.ramtalk.server.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.Buffers;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Closes a connection whose client accepts no data for too long.
 *
 * <p><b>Threads:</b> the I/O thread of the connection. <b>Cost:</b> a timer while a write is
 * blocked.
 */
public final class WriteTimeout extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private final StreamConnection connection;
  private final int millis;
  private long lastNanos = System.nanoTime();
  private XnioExecutor.@Nullable Key timer;

  private WriteTimeout(StreamConnection connection, int millis) {
    super(connection.getSinkChannel().getConduit());
    this.connection = connection;
    this.millis = millis;
  }

  /** Watches a new connection. */
  public static WriteTimeout watch(StreamConnection connection, int millis) {
    var stall = new WriteTimeout(connection, millis);
    connection.getSinkChannel().setConduit(stall);
    return stall;
  }

  /** Returns the nanoseconds since the client last accepted data. */
  long silentNanos() {
    return System.nanoTime() - lastNanos;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    boolean any = source.hasRemaining();
    return (int) noted(next.write(source), any);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    boolean any = Buffers.hasRemaining(sources, offset, length);
    return noted(next.write(sources, offset, length), any);
  }

  @Override
  public int writeFinal(ByteBuffer source) throws IOException {
    boolean any = source.hasRemaining();
    return (int) noted(next.writeFinal(source), any);
  }

  @Override
  public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
    boolean any = Buffers.hasRemaining(sources, offset, length);
    return noted(next.writeFinal(sources, offset, length), any);
  }

  /** Counts a flush as progress, because only then is the data that TLS has buffered written. */
  @Override
  public boolean flush() throws IOException {
    boolean flushed = next.flush();
    noted(flushed ? 1 : 0, true);
    return flushed;
  }

  private long noted(long count, boolean any) {
    if (count != 0) {
      lastNanos = System.nanoTime();
      if (timer != null) {
        timer.remove();
        timer = null;
      }
    } else if (any && timer == null) {
      try {
        timer = connection.getIoThread().executeAfter(
            () -> IoUtils.safeClose(connection), millis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException terminating) {
        IoUtils.safeClose(connection);
      }
    }
    return count;
  }
}
