package io.ramtalk.server.internal.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/**
 * Closes a connection after a time without traffic in either direction.
 *
 * <p><b>Threads:</b> the I/O thread of the connection; any thread may call {@link #stop}.
 * <b>Cost:</b> one timer, which traffic does not touch.
 */
public final class IdleTimeout implements Runnable {
  /* Undertow's option of this name has no effect on HTTP: its conduit never gets the timeout. */
  private final StreamConnection connection;
  private final Inbound inbound;
  private final WriteTimeout outbound;
  private final long nanos;
  private volatile XnioExecutor.@Nullable Key timer;

  /** Starts watching. */
  public IdleTimeout(StreamConnection connection, Inbound inbound, WriteTimeout outbound,
      int millis) {
    this.connection = connection;
    this.inbound = inbound;
    this.outbound = outbound;
    nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    schedule(nanos);
  }

  /** Stops watching because the connection is closed. */
  void stop() {
    var key = timer;
    if (key != null) {
      key.remove();
    }
  }

  @Override
  public void run() {
    long left = nanos - Math.min(inbound.silentNanos(), outbound.silentNanos());
    if (left <= 0) {
      IoUtils.safeClose(connection);
    } else if (connection.isOpen()) {
      schedule(left);
    }
  }

  private void schedule(long in) {
    try {
      timer = connection.getIoThread().executeAfter(
          this, TimeUnit.NANOSECONDS.toMillis(in) + 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException terminating) {
      IoUtils.safeClose(connection);
    }
  }
}
