package io.ramtalk.server.internal.live;

import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.server.internal.http.ArrivalTimer;
import io.ramtalk.server.internal.http.CountedBytes;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrameType;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;

/**
 * Reads the messages of a WebSocket's client: assembles fragmented text messages and responds to
 * control frames (RFC 6455, section 5).
 *
 * <p><b>Threads:</b> the I/O thread of the socket. <b>Cost:</b> a message that does not arrive in
 * one buffer counts against the byte budget until it has been handled, and must arrive at the
 * minimum rate of a body.
 */
abstract class MessageReader implements ChannelListener<WebSocketChannel> {
  /* Undertow's own reader buffers messages outside the byte budget: one for each socket, for as
   * long as its client likes. */
  private static final int NO_STATUS = 1000;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int UNSUPPORTED_DATA = 1003;
  private static final int NOT_UTF_8 = 1007;
  private static final int TOO_LARGE = 1009;
  private static final int MAX_CONTROL_BYTES = 125;

  private final WebSocketTransport transport;
  private final RamBudget budget;
  private final int maxBytes;
  private @Nullable Message message;
  private @Nullable ByteBuffer nextPong;
  private boolean isPonging;

  /** Creates a reader for messages of at most that many bytes. */
  MessageReader(WebSocketTransport transport, RamBudget budget, int maxBytes) {
    this.transport = transport;
    this.budget = budget;
    this.maxBytes = maxBytes;
    transport.channel().addCloseTask(closed -> {
      var last = message;
      if (last != null) {
        last.release();
      }
    });
  }

  /** Handles a complete message; its memory stays reserved until {@code release} is run. */
  abstract void take(byte[] text, Runnable release);

  @Override
  public final void handleEvent(WebSocketChannel channel) {
    try {
      var frame = channel.receive();
      if (frame != null) {
        read(frame);
      }
    } catch (IOException e) {
      IoUtils.safeClose(channel);
    }
  }

  private void read(StreamSourceFrameChannel frame) {
    if (frame.getType() == WebSocketFrameType.BINARY) {
      reject(frame, UNSUPPORTED_DATA, "Frames must be JSON text");
    } else if (frame.getType() != WebSocketFrameType.TEXT) {
      listen(frame, new Control());
    } else if (transport.isClosing()) {
      discard(frame);
    } else {
      message = new Message();
      listen(frame, message);
    }
  }

  private static void listen(
      StreamSourceFrameChannel frame, ChannelListener<StreamSourceFrameChannel> listener) {
    frame.getReadSetter().set(listener);
    listener.handleEvent(frame);
    if (frame.isOpen()) {
      frame.resumeReads();
    }
  }

  /** Closes the socket and discards the rest of the message. */
  private void reject(StreamSourceFrameChannel frame, int code, String reason) {
    transport.close(code, reason);
    discard(frame);
  }

  private static void discard(StreamSourceFrameChannel frame) {
    frame.getReadSetter().set(ChannelListeners.drainListener(Long.MAX_VALUE, null, null));
    frame.resumeReads();
  }

  /** A text message that may be incomplete. */
  private final class Message implements ChannelListener<StreamSourceFrameChannel> {
    private final CountedBytes bytes = new CountedBytes(budget);
    private @Nullable ArrivalTimer timer;
    private boolean isOver;

    @Override
    public void handleEvent(StreamSourceFrameChannel frame) {
      if (isOver) {
        frame.suspendReads();
        return;
      }
      try (PooledByteBuffer pooled = transport.channel().getBufferPool().allocate()) {
        var buffer = pooled.getBuffer();
        int count = frame.read(buffer);
        while (count > 0) {
          if (!buffer.hasRemaining()) {
            keep(buffer.flip());
            buffer.clear();
          }
          count = frame.read(buffer);
        }
        buffer.flip();
        if (count < 0) {
          end(buffer);
        } else {
          keep(buffer);
          await(frame);
        }
      } catch (RamExhausted e) {
        fail(frame, LiveSession.TRY_AGAIN_LATER, "ram_exhausted");
      } catch (TooLarge e) {
        fail(frame, TOO_LARGE, "A message may have at most " + maxBytes + " bytes");
      } catch (IOException e) {
        release();
        IoUtils.safeClose(transport.channel());
      }
    }

    private void keep(ByteBuffer piece) throws TooLarge {
      int count = piece.remaining();
      checkSize(count);
      if (timer != null) {
        timer.count(count);
      }
      bytes.add(piece, count, maxBytes);
    }

    private void end(ByteBuffer rest) throws TooLarge {
      byte[] text;
      if (bytes.size() == 0) {
        checkSize(rest.remaining());
        text = new byte[rest.remaining()];
        rest.get(text);
      } else {
        keep(rest);
        text = bytes.copy();
      }
      stop();
      take(text, bytes::release);
    }

    private void checkSize(int more) throws TooLarge {
      if (bytes.size() + more > maxBytes) {
        throw new TooLarge();
      }
    }

    private void await(StreamSourceFrameChannel frame) {
      if (timer == null) {
        timer = new ArrivalTimer(transport.thread(), transport.pace(), () -> late(frame));
        timer.count(bytes.size());
      }
      timer.start();
    }

    private void late(StreamSourceFrameChannel frame) {
      if (transport.isReadingPaused()) {
        timer = null;
        await(frame); // time with reading paused does not count
      } else {
        fail(frame, WebSocketTransport.POLICY_VIOLATION, "body_timeout");
      }
    }

    private void fail(StreamSourceFrameChannel frame, int code, String reason) {
      release();
      reject(frame, code, reason);
    }

    void release() {
      stop();
      bytes.release();
    }

    private void stop() {
      isOver = true;
      if (timer != null) {
        timer.stop();
      }
    }
  }

  /** A control frame, of at most 125 bytes. */
  private final class Control implements ChannelListener<StreamSourceFrameChannel> {
    /* One byte extra: a full buffer would hide the end of the frame. */
    private final ByteBuffer payload = ByteBuffer.allocate(MAX_CONTROL_BYTES + 1);
    private boolean isOver;

    @Override
    public void handleEvent(StreamSourceFrameChannel frame) {
      if (isOver) {
        frame.suspendReads();
        return;
      }
      try {
        int count = frame.read(payload);
        while (count > 0) {
          count = frame.read(payload);
        }
        if (count < 0) {
          isOver = true;
          obey(frame.getType(), payload.flip());
        }
      } catch (IOException e) {
        IoUtils.safeClose(transport.channel());
      }
    }
  }

  private void obey(WebSocketFrameType type, ByteBuffer payload) {
    if (type == WebSocketFrameType.PING) {
      pong(payload);
    } else if (type == WebSocketFrameType.CLOSE && !transport.channel().isCloseFrameSent()) {
      close(payload);
    }
  }

  /** Responds to the latest ping only, as section 5.5.3 allows, so a flood costs one pong. */
  private void pong(ByteBuffer payload) {
    if (isPonging) {
      nextPong = payload;
      return;
    }
    isPonging = true;
    WebSockets.sendPong(payload, transport.channel(), new WebSocketCallback<Void>() {
      @Override
      public void complete(WebSocketChannel channel, Void nothing) {
        isPonging = false;
        var next = nextPong;
        nextPong = null;
        if (next != null) {
          pong(next);
        }
      }

      @Override
      public void onError(WebSocketChannel channel, Void nothing, Throwable e) {
        nextPong = null;
      }
    });
  }

  private void close(ByteBuffer payload) {
    int code = payload.hasRemaining() ? payload.getShort() & 0xffff : NO_STATUS;
    if (!isCloseCode(code)) {
      WebSockets.sendClose(PROTOCOL_ERROR, "Invalid close code", transport.channel(), null);
    } else if (!isUtf8(payload)) {
      WebSockets.sendClose(NOT_UTF_8, "Reason is not UTF-8", transport.channel(), null);
    } else {
      WebSockets.sendClose(code, "", transport.channel(), null);
    }
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Returns whether a frame may carry the code: section 7.4, and codes registered since. */
  private static boolean isCloseCode(int code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  /** Thrown for a message that exceeds the limit. */
  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("Message is too large");
    }
  }
}
