package io.ramtalk.server.internal.live;

import io.ramtalk.MessageId;
import io.ramtalk.server.internal.http.SerialExecutor;
import java.io.Closeable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

/** The transport of one live connection: a WebSocket or an event stream. */
interface Transport {
  /**
   * A frame.
   *
   * @param type the value of its member {@code type}
   * @param json the whole object in UTF-8
   * @param resume the value with which a stream's client resumes after this frame, or null
   * @param message the message that it carries, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // frames are written, never compared
  record Frame(String type, byte[] json, @Nullable String resume, @Nullable MessageId message) {}

  /** Receives the outcome of a write once, on the transport's thread. */
  interface Written {
    void ended(boolean written);
  }

  /** Writes a frame; the next one may be written only after this one has ended. */
  void write(Frame frame, Written written);

  /**
   * Closes the connection with a reason, and a close code of RFC 6455 if the transport has them.
   */
  void close(int code, String reason);

  /** Closes the connection abruptly. */
  void cut();

  /** Pauses or resumes reading from the client, if it can send anything. */
  void pauseReading(boolean paused);

  /** Returns the I/O thread of the transport. */
  XnioIoThread thread();

  /** Returns the executor on which the content of the transport is produced. */
  SerialExecutor executor();

  /** Closes a connection in a second, for a client that does not read the closing frame. */
  static void cutSoon(XnioIoThread thread, Closeable connection) {
    try {
      thread.executeAfter(() -> IoUtils.safeClose(connection), 1, TimeUnit.SECONDS);
    } catch (RejectedExecutionException terminating) {
      IoUtils.safeClose(connection);
    }
  }
}
