package io.ramtalk.server.internal.http;

import io.ramtalk.RamBudget;
import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.wire.Fields;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.UrlencodedForm;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/** Reads request bodies into memory, each within its own limit and all within the byte budget. */
public final class Bodies {
  private final Problems problems;
  private final RamBudget budget;
  private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

  public Bodies(Problems problems, RamBudget budget) {
    this.problems = problems;
    this.budget = budget;
  }

  /** Maximum length of a body, and the error for a longer one. */
  public record Bound(int bytes, ProblemException refusal) {
    public static Bound of(int bytes) {
      return new Bound(bytes, new ProblemException(
          413, "body_too_large", "Body exceeds " + bytes + " bytes"));
    }
  }

  /** Receives the whole body. */
  public interface Reader {
    void read(byte[] body) throws Exception;
  }

  /** Calls the reader when the whole body has arrived; rejects a body that is too long. */
  public void read(Call call, Bound bound, Reader reader) throws Exception {
    var exchange = call.exchange();
    MediaType.checkContentEncoding(exchange);
    if (exchange.getRequestContentLength() > bound.bytes()) {
      throw bound.refusal();
    }
    if (BodyLimits.hasArrived(exchange)) {
      reader.read(arrived(exchange));
    } else {
      new IncomingBody(call, bound, reader).begin();
    }
  }

  /* Such a body fits one buffer and is read before the next one, so it is not counted. */
  private static byte[] arrived(HttpServerExchange exchange) throws IOException {
    var body = ByteBuffer.allocate((int) exchange.getRequestContentLength());
    var channel = exchange.getRequestChannel();
    int count;
    do {
      count = channel.read(body);
    } while (count > 0 && body.hasRemaining());
    return body.array();
  }

  /** Calls the reader with the members of a JSON body; rejects other media types. */
  public void readJson(Call call, Bound bound, JsonReader reader) throws Exception {
    if (!MediaType.of(call.exchange()).equals(MediaType.JSON)) {
      throw MediaType.unsupported(MediaType.JSON);
    }
    read(call, bound, body -> reader.read(JsonFields.parse(body)));
  }

  /** Calls the reader with the members of a JSON body or the fields of a form without files. */
  public void readFields(Call call, Bound bound, FieldsReader reader) throws Exception {
    switch (MediaType.of(call.exchange())) {
      case MediaType.JSON -> read(call, bound, body -> reader.read(JsonFields.parse(body)));
      case MediaType.URLENCODED ->
          read(call, bound, body -> reader.read(UrlencodedForm.parse(body)));
      default -> throw MediaType.unsupported(MediaType.JSON + " or " + MediaType.URLENCODED);
    }
  }

  /** Receives the fields of a body. */
  public interface FieldsReader {
    void read(Fields fields) throws Exception;
  }

  /** Receives the members of a JSON body. */
  public interface JsonReader {
    void read(JsonFields fields) throws Exception;
  }

  /** Calls back once, when the exchange ends or the server stops. */
  public void atEnd(HttpServerExchange exchange, Runnable release) {
    open.add(release);
    exchange.addExchangeCompleteListener((done, next) -> {
      end(release);
      next.proceed();
    });
  }

  /** Releases what is still open at shutdown: Undertow does not report a partly read body. */
  public void close() {
    open.forEach(this::end);
  }

  private void end(Runnable release) {
    if (open.remove(release)) {
      release.run();
    }
  }

  public Problems problems() {
    return problems;
  }

  public RamBudget budget() {
    return budget;
  }

  /** A body that is being read into memory on the I/O thread, without blocking. */
  private final class IncomingBody implements ChannelListener<StreamSourceChannel> {
    /* The bytes read count against the byte budget until the request is handled or rejected, or its
     * connection closes: a client may just stop sending. */
    private final Call call;
    private final HttpServerExchange exchange;
    private final Bound bound;
    private final Reader reader;
    private final CountedBytes body = new CountedBytes(budget);

    IncomingBody(Call call, Bound bound, Reader reader) {
      this.call = call;
      exchange = call.exchange();
      this.bound = bound;
      this.reader = reader;
    }

    /** Reads the available bytes, and the rest when it arrives. */
    void begin() throws Exception {
      var channel = BodyLimits.open(exchange);
      BodyLimits.raise(exchange, bound.bytes());
      if (channel == null || fill(channel)) {
        deliver();
      } else {
        atEnd(exchange, body::release);
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
          respond(this::deliver);
        }
      } catch (ProblemException | RamTalkException refusal) {
        stop(channel);
        respond(() -> {
          throw refusal;
        });
      }
    }

    private void late(StreamSourceChannel channel) {
      stop(channel);
      body.release();
      respond(() -> {
        throw BodyLimits.lateness();
      });
    }

    private void respond(Problems.Step step) {
      call.executeNow(() -> Connectors.executeRootHandler(
          same -> problems.guard(call, step), exchange));
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
}
