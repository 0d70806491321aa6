package io.ramtalk.hazelcast.internal.tls;

import com.hazelcast.internal.networking.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
 * milliseconds of the processor on these threads.
 */
final class TlsConnection {
  /* A handshake takes turns between reading and writing, which happens on two threads. Each thread
   * wakes the other one when it is the other's turn. The lock covers a step together with the tasks
   * that it delegates, so no thread sees an engine that waits for a task. */
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
   * @throws SSLHandshakeException if it does
   */
  void checkTime() throws SSLHandshakeException {
    if (!established && System.nanoTime() - startNanos
        >= TimeUnit.MILLISECONDS.toNanos(HANDSHAKE_MILLIS)) {
      throw new SSLHandshakeException("No TLS handshake within " + HANDSHAKE_MILLIS + " ms");
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
  SSLEngineResult unwrap(ByteBuffer records, ByteBuffer data) throws SSLException {
    boolean isHandshake = !established;
    SSLEngineResult result;
    synchronized (this) {
      result = advance(engine.unwrap(records, data));
    }
    if (mustWrite() || (isHandshake && established)) {
      channel.outboundPipeline().wakeup();
    }
    return result;
  }

  /** Encrypts one record, and wakes the reader if it was waiting for the handshake. */
  SSLEngineResult wrap(ByteBuffer data, ByteBuffer records) throws SSLException {
    boolean isHandshake = !established;
    SSLEngineResult result;
    synchronized (this) {
      result = advance(engine.wrap(data, records));
    }
    if (isHandshake) {
      wakeReader();
    }
    return result;
  }

  private void wakeReader() {
    channel.inboundPipeline().wakeup();
  }

  private SSLEngineResult advance(SSLEngineResult result) throws SSLException {
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new SSLException("The other member has closed the TLS connection");
    }
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
    established |= result.getHandshakeStatus() == HandshakeStatus.FINISHED
        || engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    return result;
  }
}
