package io.ramtalk.server.internal.http;

import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/** A request body that is being read into memory on the I/O thread, without blocking. */
final class RequestBody implements ChannelListener<StreamSourceChannel> {
  /* The bytes read count against the byte budget until the request is handled or rejected, or its
   * connection closes: a client may just stop sending. */
  private final Call call;
  private final HttpServerExchange exchange;
  private final Bodies bodies;
  private final Bodies.Bound bound;
  private final Bodies.Reader reader;
  private final CountedBytes body;

  RequestBody(Call call, Bodies bodies, Bodies.Bound bound, Bodies.Reader reader) {
    this.call = call;
    exchange = call.exchange();
    this.bodies = bodies;
    this.bound = bound;
    this.reader = reader;
    body = new CountedBytes(bodies.budget());
  }

  /** Reads the available bytes, and the rest when it arrives. */
  void begin() throws Exception {
    var channel = BodyLimits.open(exchange);
    BodyLimits.raise(exchange, bound.bytes());
    if (channel == null || fill(channel)) {
      deliver();
    } else {
      bodies.atEnd(exchange, body::release);
      BodyLimits.onLate(exchange, () -> late(channel));
      channel.getReadSetter().set(this);
      channel.resumeReads();
    }
  }

  /** Continues when more has arrived. */
  @Override
  public void handleEvent(StreamSourceChannel channel) {
    try {
      if (fill(channel)) {
        stop(channel);
        answer(this::deliver);
      }
    } catch (ProblemException | RamTalkException refusal) {
      stop(channel);
      answer(() -> {
        throw refusal;
      });
    }
  }

  private void late(StreamSourceChannel channel) {
    stop(channel);
    body.release();
    answer(() -> {
      throw BodyLimits.lateness();
    });
  }

  private void answer(Problems.Step step) {
    call.now(() -> Connectors.executeRootHandler(
        same -> bodies.problems().guard(call, step), exchange));
  }

  private static void stop(StreamSourceChannel channel) {
    channel.getReadSetter().set(null);
    channel.suspendReads();
  }

  /** Reads what has arrived; returns true at the end of the body. */
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
        body.add(buffer.flip(), count, bound.bytes());
      }
    } catch (IOException e) {
      exchange.setPersistent(false);
      body.release();
      throw BodyLimits.incomplete();
    } catch (ProblemException | RamTalkException refusal) {
      body.release();
      throw refusal;
    }
  }

  private void deliver() throws Exception {
    try {
      reader.read(body.copy());
    } finally {
      body.release();
    }
  }
}
