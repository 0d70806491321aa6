package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
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
 * Sends a message for each line of a body (newline-delimited JSON) and answers a line for each, in
 * order. A line that is refused does not stop the others.
 */
final class BulkSend implements Runnable, ChannelListener<StreamSourceChannel>, IoCallback {
  /* Bodies may be of any length, so neither they nor their answers are collected: a piece is read,
   * its lines are sent, and no more is read until their answers have left. A client must therefore
   * read while it writes. Between two pieces the I/O thread serves its other connections. */
  private static final int ANSWER_BYTES = 16 << 10;

  private final HttpServerExchange exchange;
  private final RamTalk talk;
  private final Problems problems;
  private final Bodies.Bound bound;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream(ANSWER_BYTES + 512);
  private @Nullable StreamSourceChannel channel;
  private boolean tooLong;

  BulkSend(HttpServerExchange exchange, RamTalk talk, Problems problems, Bodies.Bound bound) {
    this.exchange = exchange;
    this.talk = talk;
    this.problems = problems;
    this.bound = bound;
  }

  void begin() {
    channel = exchange.getRequestChannel();
    DiscardBound.lift(exchange);
    Answer.head(exchange, MediaType.NDJSON);
    exchange.dispatch(SameThreadExecutor.INSTANCE, this);
  }

  /** Reads the next piece and answers for its lines. */
  @Override
  public void run() {
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      var buffer = pooled.getBuffer();
      int count = channel == null ? -1 : channel.read(buffer);
      if (count > 0) {
        take(buffer.flip());
        if (answers.size() < ANSWER_BYTES) {
          exchange.getIoThread().execute(this);
        } else {
          flush(this);
        }
      } else if (count < 0) {
        end();
      } else if (answers.size() > 0) {
        flush(this);
      } else {
        channel.getReadSetter().set(this);
        channel.resumeReads();
      }
    } catch (IOException | RuntimeException e) {
      abort();
    }
  }

  /** Goes on when more has arrived. */
  @Override
  public void handleEvent(StreamSourceChannel source) {
    source.suspendReads();
    run();
  }

  /** Goes on when the answers have left. */
  @Override
  public void onComplete(HttpServerExchange sent, Sender sender) {
    exchange.getIoThread().execute(this);
  }

  @Override
  public void onException(HttpServerExchange failed, Sender sender, IOException e) {
    abort();
  }

  private void take(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      byte b = piece.get();
      if (b == '\n') {
        endLine();
      } else if (line.size() < bound.bytes()) {
        line.write(b);
      } else {
        tooLong = true;
      }
    }
  }

  private void endLine() {
    var body = line.toByteArray();
    boolean refused = tooLong;
    line.reset();
    tooLong = false;
    try {
      if (refused) {
        throw bound.refusal();
      }
      var id = talk.send(Drafts.read(JsonFields.parse(body)));
      answers.writeBytes(Json.object(json -> {
        json.writeStringField("status", "sent");
        json.writeStringField("id", id.toString());
      }));
    } catch (RequestRefused | RamTalkException e) {
      var problem = problems.of(e);
      answers.writeBytes(Json.object(json -> {
        json.writeStringField("status", "refused");
        json.writeStringField("detail", problem.detail());
        json.writeStringField("code", problem.code());
      }));
    }
    answers.write('\n');
  }

  private void end() {
    if (line.size() > 0 || tooLong) {
      endLine();
    }
    flush(IoCallback.END_EXCHANGE);
  }

  private void flush(IoCallback next) {
    var bytes = ByteBuffer.wrap(answers.toByteArray());
    answers.reset();
    exchange.getResponseSender().send(bytes, next);
  }

  /** Closes the connection: what was not answered must not look as if it had been. */
  private void abort() {
    IoCallback.END_EXCHANGE.onException(
        exchange, exchange.getResponseSender(), new IOException("Bulk send cut short"));
  }
}
