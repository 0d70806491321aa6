package io.ramtalk.server;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** A WebSocket as a door for frames. */
final class SocketDoor implements LiveDoor {
  /** The close code for what a client may not do. */
  static final int POLICY_VIOLATION = 1008;

  /** How long a frame may take to leave, before the socket is closed. */
  static final int WRITE_STALL_MILLIS = 10_000;

  /* A ping every 20 s keeps proxies from closing, and a client that is gone from being taken for
   * there: without its pong the connection is idle, and closed as such. */
  private static final int PING_SECONDS = 20;

  private final WebSocketChannel channel;
  private boolean closing;

  SocketDoor(WebSocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(Frame frame, Written written) {
    WebSockets.sendText(ByteBuffer.wrap(frame.json()), channel, new Ending(written),
        WRITE_STALL_MILLIS);
  }

  @Override
  public void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    WebSockets.sendClose(code, reason, channel, null);
    LiveDoor.cutSoon(thread(), channel);
  }

  @Override
  public void pauseReading(boolean paused) {
    if (paused) {
      channel.suspendReceives();
    } else {
      channel.resumeReceives();
    }
  }

  @Override
  public XnioIoThread thread() {
    return channel.getIoThread();
  }

  /** Pings from now on until the socket is closed. */
  void pingRegularly() {
    XnioExecutor.Key key = thread().executeAtInterval(this::ping, PING_SECONDS, TimeUnit.SECONDS);
    channel.addCloseTask(closed -> key.remove());
  }

  private void ping() {
    if (channel.isOpen() && !channel.isCloseFrameSent()) {
      WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    }
  }

  /** Tells on the door's thread how a frame fared. */
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
