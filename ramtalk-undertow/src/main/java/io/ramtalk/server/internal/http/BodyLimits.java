package io.ramtalk.server.internal.http;

import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.Channels;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Limits how much of a body is read, and for how long, whether or not the handler wants it. The
 * rest of a rejected body is read and discarded so that its client can read the response. If it
 * exceeds these limits, the connection is closed.
 *
 * <p><b>Threads:</b> the I/O thread of the exchange. <b>Cost:</b> a timer for a body that does not
 * arrive together with its head.
 */
public final class BodyLimits {
  /* Undertow's own length limit cannot be lifted for one chunked body, and a bulk send has no
   * limit. Its timeouts restart with each byte.
   *
   * The limits are an attachment of the exchange, the only one of this server. They are set before
   * Undertow's handlers for shutdown and 100-continue, which pass nothing but the exchange on to
   * the router. */
  private static final AttachmentKey<BodyLimits> KEY = AttachmentKey.create(BodyLimits.class);
  private static final long MAX_BYTES = 8L << 20;

  private final HttpServerExchange exchange;
  private final ArrivalTimer.Pace pace;
  private long left = MAX_BYTES;
  private @Nullable LimitedBody body;
  private @Nullable StreamSourceChannel channel;
  private @Nullable Runnable onLate;

  private BodyLimits(HttpServerExchange exchange, ArrivalTimer.Pace pace) {
    this.exchange = exchange;
    this.pace = pace;
  }

  /** Limits the body of a request unless it has arrived with the head. */
  static void set(HttpServerExchange exchange, boolean isChunked, ArrivalTimer.Pace pace) {
    if (isChunked || exchange.getRequestContentLength() > arrivedBytes(exchange)) {
      var limits = new BodyLimits(exchange, pace);
      exchange.putAttachment(KEY, limits);
      exchange.addRequestWrapper((factory, same) -> {
        limits.body = limits.new LimitedBody(factory.create());
        return limits.body;
      });
    }
  }

  /** Returns the number of body bytes that arrived together with the head. */
  private static int arrivedBytes(HttpServerExchange exchange) {
    var bytes = ((HttpServerConnection) exchange.getConnection()).getExtraBytes();
    return bytes == null ? 0 : bytes.getBuffer().remaining();
  }

  /** Returns whether the whole body has arrived; such a body is limited by the buffer alone. */
  static boolean hasArrived(HttpServerExchange exchange) {
    return exchange.getRequestContentLength() > 0 && exchange.getAttachment(KEY) == null;
  }

  /** Opens the channel of the body, once; returns null if there is no body. */
  public static @Nullable StreamSourceChannel open(HttpServerExchange exchange) {
    var channel = exchange.getRequestChannel();
    var limits = exchange.getAttachment(KEY);
    if (limits != null && channel != null) {
      limits.channel = channel;
    }
    return channel;
  }

  /**
   * Discards the rest of a limited body and calls back. Undertow does so only on a persistent
   * connection. A connection closed over unread bytes is reset, and the reset can destroy the
   * response before the client reads it.
   */
  static void discard(HttpServerExchange exchange, Runnable next) {
    var limits = exchange.getAttachment(KEY);
    if (limits == null) {
      next.run();
      return;
    }
    var opened = open(exchange);
    var channel = opened == null ? limits.channel : opened;
    if (channel == null || discard(channel)) {
      next.run();
      return;
    }
    channel.getReadSetter().set(same -> {
      if (discard(same)) {
        same.getReadSetter().set(null);
        same.suspendReads();
        next.run();
      }
    });
    channel.resumeReads();
  }

  /** Discards what has arrived; returns true when there is nothing more to read. */
  private static boolean discard(StreamSourceChannel channel) {
    try {
      long count;
      do {
        count = Channels.drain(channel, Long.MAX_VALUE);
      } while (count > 0);
      return count < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Allows that many more bytes in a body whose channel is open. */
  static void raise(HttpServerExchange exchange, int bytes) {
    var limits = exchange.getAttachment(KEY);
    if (limits != null) {
      limits.left += bytes;
    }
  }

  /** Lifts the limits on length and total time of an open body; the minimum rate stays. */
  public static void lift(HttpServerExchange exchange) {
    var limits = exchange.getAttachment(KEY);
    if (limits != null && limits.body != null) {
      limits.left = Long.MAX_VALUE;
      limits.body.timer.lift();
    }
  }

  /** Sets what responds when the body is late, as long as the response has not started. */
  public static void onLate(HttpServerExchange exchange, Runnable respond) {
    var limits = exchange.getAttachment(KEY);
    if (limits != null) {
      limits.onLate = respond;
    }
  }

  /** Returns the error for a body that is late. */
  public static ProblemException lateness() {
    return new ProblemException(408, "body_timeout", "Body did not arrive in time");
  }

  /** Returns the error for a body that cannot be read to its end. */
  public static ProblemException incomplete() {
    return new ProblemException(400, "body_incomplete",
        "Body ends before its announced length, or its chunks are malformed or have extensions"
            + " or trailers that are too long");
  }

  private void fail() {
    if (exchange.isComplete() || !exchange.getConnection().isOpen()) {
      return;
    }
    if (onLate == null || exchange.isResponseStarted()) {
      Response.cut(exchange);
    } else {
      exchange.setPersistent(false);
      onLate.run();
    }
  }

  /** The bytes of a body as they are read. */
  private final class LimitedBody extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private final ArrivalTimer timer =
        new ArrivalTimer(exchange.getIoThread(), pace, BodyLimits.this::fail);

    LimitedBody(StreamSourceConduit next) {
      super(next);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return (int) count(super.read(target));
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
      return count(super.read(targets, offset, length));
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
      return count(super.transferTo(position, count, target));
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target)
        throws IOException {
      return count(super.transferTo(count, through, target));
    }

    @Override
    public void resumeReads() {
      timer.start();
      super.resumeReads();
    }

    @Override
    public void wakeupReads() {
      timer.start();
      super.wakeupReads();
    }

    @Override
    public void suspendReads() {
      timer.stop();
      super.suspendReads();
    }

    @Override
    public void terminateReads() throws IOException {
      timer.stop();
      super.terminateReads();
    }

    private long count(long bytes) throws IOException {
      if (bytes < 0) {
        timer.stop();
      }
      if (timer.isLate()) {
        throw new IOException("Body is too slow");
      }
      if (bytes > left) {
        throw new IOException("Body exceeds " + MAX_BYTES + " bytes");
      }
      left -= Math.max(0, bytes);
      timer.count(Math.max(0, bytes));
      return bytes;
    }
  }
}
