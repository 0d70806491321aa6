package io.ramtalk.hazelcast.internal.tls;

import com.hazelcast.internal.networking.Channel;
import java.io.EOFException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The TLS engine of one connection between members, and the progress of its handshake.
 *
 * <p><b>Threads:</b> one that reads and one that writes. <b>Cost:</b> a handshake takes some
 * milliseconds of the processor on these threads. Failed handshakes take at most one line per
 * second in the log.
 */
final class TlsConnection {
  /* A handshake takes turns between reading and writing, which happens on two threads. Each thread
   * wakes the other one when it is the other's turn. The lock covers a step together with the tasks
   * that it delegates, so no thread sees an engine that waits for a task.
   *
   * A stranger can make any number of handshakes fail. Hazelcast logs the stack trace of every
   * exception that ends a connection, except that of an EOFException. */
  private static final Logger LOG = System.getLogger(TlsConnection.class.getName());
  private static final long LOG_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final AtomicLong LOGGED_NANOS =
      new AtomicLong(System.nanoTime() - LOG_PAUSE_NANOS);
  private static final long HANDSHAKE_MILLIS = 5_000;

  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final Channel channel;
  private final SSLEngine engine;
  private final long startNanos = System.nanoTime();
  private volatile boolean established;

  TlsConnection(SSLContext context, Channel channel) throws SSLException {
    this.channel = channel;
    engine = context.createSSLEngine();
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setUseClientMode(channel.isClientMode());
    engine.setNeedClientAuth(true);
    engine.beginHandshake();
  }

  /** Ends the connection if its handshake takes too long. */
  void limitHandshake() {
    CompletableFuture.delayedExecutor(HANDSHAKE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(() -> {
          if (!established && !channel.isClosed()) {
            wakeReader();
          }
        });
  }

  /**
   * Rejects a connection whose handshake takes too long.
   *
   * @throws EOFException if it does
   */
  void checkTime() throws EOFException {
    if (!established && System.nanoTime() - startNanos
        >= TimeUnit.MILLISECONDS.toNanos(HANDSHAKE_MILLIS)) {
      throw end(new SSLHandshakeException("no TLS handshake within " + HANDSHAKE_MILLIS + " ms"));
    }
  }

  /** Returns whether the handshake has ended, so that data may follow. */
  boolean isEstablished() {
    return established;
  }

  /** Returns whether the next step is to write records of the handshake. */
  synchronized boolean mustWrite() {
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  /** Returns the room that a buffer for one record needs, in bytes. */
  int recordBytes() {
    return engine.getSession().getPacketBufferSize();
  }

  /** Returns the room that a buffer for the data of one record needs, in bytes. */
  int dataBytes() {
    return engine.getSession().getApplicationBufferSize();
  }

  /** Decrypts one record, and wakes the writer if the handshake has to continue there. */
  SSLEngineResult unwrap(ByteBuffer records, ByteBuffer data) throws EOFException {
    boolean isHandshake = !established;
    var result = advance(() -> engine.unwrap(records, data));
    if (mustWrite() || (isHandshake && established)) {
      channel.outboundPipeline().wakeup();
    }
    return result;
  }

  /** Encrypts one record, and wakes the reader if it was waiting for the handshake. */
  SSLEngineResult wrap(ByteBuffer data, ByteBuffer records) throws EOFException {
    boolean isHandshake = !established;
    var result = advance(() -> engine.wrap(data, records));
    if (isHandshake) {
      wakeReader();
    }
    return result;
  }

  private void wakeReader() {
    channel.inboundPipeline().wakeup();
  }

  /** One step of the engine. */
  private interface Step {
    SSLEngineResult take() throws SSLException;
  }

  private synchronized SSLEngineResult advance(Step step) throws EOFException {
    SSLEngineResult result;
    try {
      result = step.take();
    } catch (SSLException e) {
      throw end(e);
    }
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new EOFException("The other member has closed the TLS connection");
    }
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
    established |= result.getHandshakeStatus() == HandshakeStatus.FINISHED
        || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    return result;
  }

  /** Logs why the connection ends, unless something was logged within a second. */
  private EOFException end(SSLException cause) {
    long now = System.nanoTime();
    long last = LOGGED_NANOS.get();
    if (now - last >= LOG_PAUSE_NANOS && LOGGED_NANOS.compareAndSet(last, now)) {
      LOG.log(Level.WARNING, "TLS with {0} failed: {1}",
          channel.remoteSocketAddress(), cause.getMessage());
    }
    var end = new EOFException(cause.getMessage());
    end.initCause(cause);
    return end;
  }
}
