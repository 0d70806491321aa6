package io.ramtalk.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads a request body into memory, on the I/O thread and without waiting: what has not arrived
 * yet is read when it arrives.
 */
final class RequestBody implements ChannelListener<StreamSourceChannel> {
  /* Memory grows with the bytes that came, never with the length that was announced: a thousand
   * sockets that promise much and send little cost little. */
  private static final RequestRefused INCOMPLETE = new RequestRefused(
      400, "body_incomplete", "Body ends before its announced length, or has broken chunks");

  private final HttpServerExchange exchange;
  private final Problems problems;
  private final Bound bound;
  private final Reader reader;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);

  private RequestBody(
      HttpServerExchange exchange, Problems problems, Bound bound, Reader reader) {
    this.exchange = exchange;
    this.problems = problems;
    this.bound = bound;
    this.reader = reader;
  }

  /** The longest body, and what is said of a longer one. */
  record Bound(int bytes, RequestRefused refusal) {}

  /** Takes the whole body. */
  interface Reader {
    void read(byte[] body) throws Exception;
  }

  /** Calls the reader with the whole body, now or when it is there; a longer one is refused. */
  static void read(
      HttpServerExchange exchange, Problems problems, Bound bound, Reader reader)
      throws Exception {
    if (exchange.getRequestContentLength() > bound.bytes()) {
      throw bound.refusal();
    }
    var channel = exchange.getRequestChannel();
    var request = new RequestBody(exchange, problems, bound, reader);
    if (channel == null || request.fill(channel)) {
      request.deliver();
      return;
    }
    channel.getReadSetter().set(request);
    channel.resumeReads();
  }

  /** Goes on reading, when more has arrived. */
  @Override
  public void handleEvent(StreamSourceChannel channel) {
    boolean complete;
    try {
      complete = fill(channel);
    } catch (RequestRefused e) {
      stop(channel);
      Connectors.executeRootHandler(x -> problems.guard(x, () -> {
        throw e;
      }), exchange);
      return;
    }
    if (complete) {
      stop(channel);
      Connectors.executeRootHandler(x -> problems.guard(x, this::deliver), exchange);
    }
  }

  private static void stop(StreamSourceChannel channel) {
    channel.getReadSetter().set(null);
    channel.suspendReads();
  }

  /** Reads what has arrived; true at the end of the body. */
  private boolean fill(StreamSourceChannel channel) {
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      var buffer = pooled.getBuffer();
      while (true) {
        buffer.clear();
        int count = channel.read(buffer);
        if (count <= 0) {
          return count < 0;
        }
        if (body.size() + count > bound.bytes()) {
          throw bound.refusal();
        }
        var bytes = new byte[count];
        buffer.flip().get(bytes);
        body.write(bytes, 0, count);
      }
    } catch (IOException e) {
      exchange.setPersistent(false);
      throw INCOMPLETE;
    }
  }

  private void deliver() throws Exception {
    reader.read(body.toByteArray());
  }
}
