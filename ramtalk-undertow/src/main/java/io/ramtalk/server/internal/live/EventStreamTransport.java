package io.ramtalk.server.internal.live;

import io.ramtalk.server.internal.http.DisconnectWatch;
import io.ramtalk.server.internal.http.SerialExecutor;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** The transport of server-sent events. */
public final class EventStreamTransport implements Transport {
  /* Regular comments keep proxies from closing the connection. A frame that cannot be sent in time
   * closes it. A client that disconnects is noticed at once, because its side is always being read.
   * A stream has no pongs, so a machine that vanishes is detected by the kernel, which retransmits
   * the comments and gives up (RFC 1122, section 4.2.3.5; Linux after about 15 minutes). */
  private static final byte[] KEEP_ALIVE = ":\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpServerExchange exchange;
  private final XnioExecutor.Key keepAlive;
  private final int writeMillis;
  private final SerialExecutor executor;
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private Runnable onClose = () -> { };
  private boolean writing;
  private boolean closing;
  private boolean closed;

  /** Bytes to send, and the receiver of the outcome. */
  @SuppressWarnings("ArrayRecordComponent") // pieces are written, never compared
  private record Piece(byte[] bytes, @Nullable Written written) {}

  /**
   * Creates a transport that closes if a frame takes longer than that many milliseconds to send.
   */
  EventStreamTransport(HttpServerExchange exchange, SerialExecutor executor, Heartbeat heartbeat,
      int writeMillis) {
    this.exchange = exchange;
    this.writeMillis = writeMillis;
    this.executor = executor;
    keepAlive = thread().executeAtInterval(
        this::keepAlive, heartbeat.comment().toMillis(), TimeUnit.MILLISECONDS);
    pieces.add(new Piece(RETRY, null));
    exchange.addExchangeCompleteListener((done, next) -> {
      closedSoon();
      next.proceed();
    });
  }

  /** Sets the callback for a connection closed by either side. */
  void onClose(Runnable call) {
    onClose = call;
    DisconnectWatch.ofListener(exchange).watch();
  }

  @Override
  public void write(Frame frame, Written written) {
    pieces.add(new Piece(event(frame), written));
    writeNext();
  }

  @Override
  public void close(int code, String reason) {
    if (!closing) {
      closing = true;
      writeNext();
      Transport.cutSoon(thread(), this::cutUnlessClosed);
    }
  }

  /** Has no effect: the client of a stream sends nothing. */
  @Override
  public void pauseReading(boolean paused) {}

  @Override
  public XnioIoThread thread() {
    return exchange.getIoThread();
  }

  @Override
  public SerialExecutor executor() {
    return executor;
  }

  private static byte[] event(Frame frame) {
    var event = new ByteArrayOutputStream(frame.json().length + 96);
    if (frame.resume() != null) {
      event.writeBytes(("id: " + frame.resume() + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    event.writeBytes(
        ("event: " + frame.type() + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(frame.json());
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return event.toByteArray();
  }

  private void keepAlive() {
    if (pieces.isEmpty() && !writing) {
      pieces.add(new Piece(KEEP_ALIVE, null));
      writeNext();
    }
  }

  private void writeNext() {
    if (writing || closed) {
      return;
    }
    var piece = pieces.poll();
    if (piece != null) {
      writing = true;
      var stall = thread().executeAfter(
          this::cut, writeMillis, TimeUnit.MILLISECONDS);
      exchange.getResponseSender().send(ByteBuffer.wrap(piece.bytes()), new Ending(piece, stall));
    } else if (closing) {
      exchange.endExchange();
    }
  }

  /** Closes the connection unless its stream has ended; it may then carry another request. */
  private void cutUnlessClosed() {
    if (!closed) {
      cut();
    }
  }

  @Override
  public void cut() {
    IoUtils.safeClose(exchange.getConnection());
  }

  private void closedSoon() {
    try {
      thread().execute(this::closed);
    } catch (RejectedExecutionException terminating) {
      closed();
    }
  }

  private void closed() {
    if (!closed) {
      closed = true;
      keepAlive.remove();
      onClose.run();
    }
  }

  /** Continues when a piece has been sent. */
  private final class Ending implements IoCallback {
    private final Piece piece;
    private final XnioExecutor.Key stall;

    Ending(Piece piece, XnioExecutor.Key stall) {
      this.piece = piece;
      this.stall = stall;
    }

    @Override
    public void onComplete(HttpServerExchange sent, Sender sender) {
      end(true);
    }

    @Override
    public void onException(HttpServerExchange failed, Sender sender, IOException e) {
      end(false);
      cut();
    }

    private void end(boolean success) {
      stall.remove();
      try {
        thread().execute(() -> goOn(success));
      } catch (RejectedExecutionException terminating) {
        closed();
      }
    }

    private void goOn(boolean success) {
      writing = false;
      if (piece.written() != null) {
        piece.written().ended(success);
      }
      writeNext();
    }
  }
}
