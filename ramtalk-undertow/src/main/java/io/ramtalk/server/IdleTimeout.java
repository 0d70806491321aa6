package io.ramtalk.server;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/**
 * Closes a connection on which no byte has moved for too long, in either direction.
 *
 * <p><b>Threads:</b> the I/O thread of the connection; any may {@link #stop}. <b>Cost:</b> one
 * timer, which bytes that move do not touch.
 */
final class IdleTimeout implements Runnable {
  /* Undertow's option of this name does nothing for HTTP: its conduit is never told the time. */
  private final StreamConnection connection;
  private final Inbound inbound;
  private final WriteStall outbound;
  private final long nanos;
  private volatile XnioExecutor.@Nullable Key timer;

  /** Watches from now on. */
  IdleTimeout(StreamConnection connection, Inbound inbound, WriteStall outbound, int millis) {
    this.connection = connection;
    this.inbound = inbound;
    this.outbound = outbound;
    nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    schedule(nanos);
  }

  /** Watches no more: the connection is closed. */
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
