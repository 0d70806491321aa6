package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Bounds how much of a body is read in all, wanted or not. What is left of a refused body is read
 * and thrown away, so that its client gets to read the answer; one that goes on beyond this bound
 * is cut off.
 */
final class DiscardBound extends AbstractStreamSourceConduit<StreamSourceConduit> {
  /* Undertow's own bound cannot be lifted for one chunked body, and a bulk send has no end. */
  private static final AttachmentKey<DiscardBound> KEY = AttachmentKey.create(DiscardBound.class);
  private static final long MAX_BYTES = 8L << 20;

  private long left = MAX_BYTES;

  private DiscardBound(StreamSourceConduit next) {
    super(next);
  }

  /** Bounds a body of unknown or great length; the others are bounded by their length. */
  static void set(HttpServerExchange exchange) {
    if (exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)
        || exchange.getRequestContentLength() > MAX_BYTES) {
      exchange.addRequestWrapper((factory, x) -> {
        var bound = new DiscardBound(factory.create());
        x.putAttachment(KEY, bound);
        return bound;
      });
    }
  }

  /** Allows that many bytes more of a body whose channel is open: its reader wants them. */
  static void raise(HttpServerExchange exchange, int bytes) {
    var bound = exchange.getAttachment(KEY);
    if (bound != null) {
      bound.left += bytes;
    }
  }

  /** Takes the bound off a body whose channel is open, for a reader that wants all of it. */
  static void lift(HttpServerExchange exchange) {
    var bound = exchange.getAttachment(KEY);
    if (bound != null) {
      bound.left = Long.MAX_VALUE;
    }
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

  private long count(long bytes) throws IOException {
    if (bytes > left) {
      throw new IOException("Body exceeds " + MAX_BYTES + " bytes");
    }
    left -= Math.max(0, bytes);
    return bytes;
  }
}
