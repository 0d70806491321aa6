package io.ramtalk.server.internal.mail;

import io.ramtalk.RamExhausted;
import io.ramtalk.RamTalkException;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.BodyLimits;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.CountedBytes;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * Sends a message for each line of a body (newline-delimited JSON) and responds with a line for
 * each, in order. A rejected line does not affect the others; blank lines are skipped.
 */
public final class BulkSend implements Runnable, ChannelListener<StreamSourceChannel>, IoCallback {
  /* Bodies have no length limit, so neither they nor their responses are collected. A piece is
   * read, its lines are sent, and reading pauses until their responses have been sent. A client
   * must therefore read while it writes. Between two pieces the I/O thread serves its other
   * connections.
   *
   * The longest line and the responses count against the byte budget. A line that exceeds the
   * budget is rejected and the rest of it is discarded. */
  private static final int RESPONSE_BYTES = 16 << 10;

  private final Call call;
  private final HttpServerExchange exchange;
  private final Identity caller;
  private final MessageSender messageSender;
  private final Bodies bodies;
  private final Bodies.Bound bound;
  private final CountedBytes line;
  private final ByteArrayOutputStream responses = new ByteArrayOutputStream(256);
  private @Nullable StreamSourceChannel channel;
  private @Nullable RuntimeException refusal;

  BulkSend(Call call, MessageSender messageSender, Bodies bodies, Bodies.Bound bound) {
    this.call = call;
    exchange = call.exchange();
    caller = call.caller();
    this.messageSender = messageSender;
    this.bodies = bodies;
    this.bound = bound;
    line = new CountedBytes(bodies.budget());
  }

  void begin() {
    MediaType.checkContentEncoding(exchange);
    bodies.budget().reserve(RESPONSE_BYTES);
    bodies.atEnd(exchange, () -> {
      bodies.budget().release(RESPONSE_BYTES);
      line.release();
    });
    channel = BodyLimits.open(exchange);
    BodyLimits.lift(exchange);
    BodyLimits.onLate(exchange, this::late);
    Response.head(exchange, MediaType.NDJSON);
    exchange.dispatch(SameThreadExecutor.INSTANCE, this);
  }

  /** Reads the next piece and responds to its lines. */
  @Override
  public void run() {
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      var buffer = pooled.getBuffer();
      var source = channel;
      int count = source == null ? -1 : source.read(buffer);
      if (count > 0) {
        take(buffer.flip());
        if (responses.size() < RESPONSE_BYTES) {
          call.execute(this);
        } else {
          flush(this);
        }
      } else if (source == null || count < 0) {
        end();
      } else if (responses.size() > 0) {
        flush(this);
      } else {
        source.getReadSetter().set(this);
        source.resumeReads();
      }
    } catch (IOException e) {
      fail();
    } catch (RuntimeException e) {
      Response.cut(exchange);
    }
  }

  /** Rejects a broken body, or closes the connection if a response is already under way. */
  private void fail() {
    if (exchange.isResponseStarted() || responses.size() > 0) {
      Response.cut(exchange);
    } else {
      exchange.setPersistent(false);
      bodies.problems().guard(call, () -> {
        throw BodyLimits.incomplete();
      });
    }
  }

  /** Continues when more has arrived. */
  @Override
  public void handleEvent(StreamSourceChannel source) {
    source.suspendReads();
    call.executeNow(this);
  }

  /** Continues when the responses have been sent. */
  @Override
  public void onComplete(HttpServerExchange sent, Sender sender) {
    call.execute(this);
  }

  @Override
  public void onException(HttpServerExchange failed, Sender sender, IOException e) {
    Response.cut(exchange);
  }

  private void late() {
    if (channel != null) {
      channel.getReadSetter().set(null);
      channel.suspendReads();
    }
    bodies.problems().guard(call, () -> {
      throw BodyLimits.lateness();
    });
  }

  private void take(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      int length = lengthOfLine(piece);
      boolean isWhole = length < piece.remaining();
      keep(piece, length);
      if (isWhole) {
        piece.get();
        endLine();
      }
    }
  }

  /** Returns the number of bytes before the end of the line or of the piece. */
  private static int lengthOfLine(ByteBuffer piece) {
    int end = piece.position();
    while (end < piece.limit() && piece.get(end) != '\n') {
      end++;
    }
    return end - piece.position();
  }

  private void keep(ByteBuffer piece, int length) {
    try {
      if (refusal == null && line.size() + length > bound.bytes()) {
        refusal = bound.refusal();
      } else if (refusal == null) {
        line.add(piece, length, bound.bytes());
        return;
      }
    } catch (RamExhausted e) {
      refusal = e;
    }
    line.reset();
    piece.position(piece.position() + length);
  }

  private void endLine() {
    var body = line.copy();
    var refused = refusal;
    line.reset();
    refusal = null;
    if (refused == null && isBlank(body)) {
      return;
    }
    try {
      if (refused != null) {
        throw refused;
      }
      var draft = Drafts.read(JsonFields.parse(body), caller, messageSender.users());
      var id = messageSender.send(caller, draft);
      responses.writeBytes(Json.object(json -> {
        json.writeStringField("status", "sent");
        json.writeStringField("id", id.toString());
      }));
    } catch (ProblemException | RamTalkException e) {
      responses.writeBytes(refused(bodies.problems().refuser(call).refuse(e)));
    }
    responses.write('\n');
  }

  /** Returns the response line for a rejected message. */
  public static byte[] refused(Problems.Problem problem) {
    return Json.object(json -> {
      json.writeStringField("status", "refused");
      json.writeStringField("detail", problem.detail());
      json.writeStringField("code", problem.code());
      problem.writeLimit(json);
    });
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void end() {
    endLine();
    flush(IoCallback.END_EXCHANGE);
  }

  private void flush(IoCallback next) {
    var bytes = responses.toByteArray();
    responses.reset();
    Response.write(exchange, bytes, next);
  }
}
