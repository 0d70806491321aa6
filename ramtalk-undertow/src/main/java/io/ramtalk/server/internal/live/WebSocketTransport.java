package io.ramtalk.server.internal.live;

import io.ramtalk.server.internal.http.ArrivalTimer;
import io.ramtalk.server.internal.http.Inbound;
import io.ramtalk.server.internal.http.SerialExecutor;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** The WebSocket transport. */
public final class WebSocketTransport implements Transport {
  /** The close code for policy violations (RFC 6455, section 7.4.1). */
  public static final int POLICY_VIOLATION = 1008;

  /* Regular pings keep proxies from closing the connection, and reveal a client that has
   * disconnected: it sends no pong. While reading is paused, silence means nothing. Then a frame is
   * being written, and its timeout reveals a disconnected client. */
  private final WebSocketChannel channel;
  private final Inbound inbound;
  private final LiveConnections connections;
  private final SerialExecutor executor;
  private boolean readingPaused;
  private boolean closing;

  WebSocketTransport(
      WebSocketChannel channel, Inbound inbound, LiveConnections connections,
      SerialExecutor executor) {
    this.channel = channel;
    this.inbound = inbound;
    this.connections = connections;
    this.executor = executor;
  }

  @Override
  public void write(Frame frame, Written written) {
    WebSockets.sendText(
        ByteBuffer.wrap(frame.json()), channel, new Ending(written), connections.writeMillis());
  }

  @Override
  public void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    WebSockets.sendClose(code, reason, channel, null);
    Transport.cutSoon(thread(), channel);
  }

  @Override
  public void cut() {
    IoUtils.safeClose(channel);
  }

  @Override
  public void pauseReading(boolean paused) {
    readingPaused = paused;
    inbound.excuse();
    if (paused) {
      channel.suspendReceives();
    } else {
      channel.resumeReceives();
    }
  }

  WebSocketChannel channel() {
    return channel;
  }

  /** Returns the minimum rate at which a message must arrive. */
  ArrivalTimer.Pace pace() {
    return connections.pace();
  }

  /** Returns whether this side has begun to close and ignores further messages. */
  boolean isClosing() {
    return closing;
  }

  /** Returns whether reading is paused. */
  boolean isReadingPaused() {
    return readingPaused;
  }

  @Override
  public XnioIoThread thread() {
    return channel.getIoThread();
  }

  @Override
  public SerialExecutor executor() {
    return executor;
  }

  /** Pings the client until the socket is closed. */
  void pingRegularly() {
    XnioExecutor.Key key = thread().executeAtInterval(
        this::beat, connections.heartbeat().ping().toMillis(), TimeUnit.MILLISECONDS);
    channel.addCloseTask(closed -> key.remove());
  }

  private void beat() {
    if (!readingPaused && inbound.silentNanos() > connections.heartbeat().maxSilence().toNanos()) {
      IoUtils.safeClose(channel);
    } else if (channel.isOpen() && !channel.isCloseFrameSent()) {
      WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    }
  }

  /** Reports the outcome of a write on the transport's thread. */
  private final class Ending implements WebSocketCallback<Void> {
    private final Written written;

    Ending(Written written) {
      this.written = written;
    }

    @Override
    public void complete(WebSocketChannel sent, Void nothing) {
      end(true);
    }

    @Override
    public void onError(WebSocketChannel failed, Void nothing, Throwable e) {
      end(false);
    }

    private void end(boolean success) {
      if (Thread.currentThread() == thread()) {
        written.ended(success);
        return;
      }
      try {
        thread().execute(() -> written.ended(success));
      } catch (RejectedExecutionException terminating) {
        IoUtils.safeClose(channel);
      }
    }
  }
}
