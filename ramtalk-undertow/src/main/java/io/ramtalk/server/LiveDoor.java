package io.ramtalk.server;

import io.ramtalk.MessageId;
import java.io.Closeable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

/** One open socket or stream that frames are pushed through. */
interface LiveDoor {
  /**
   * One frame.
   *
   * @param type the word that its member {@code type} says
   * @param json the whole object in UTF-8
   * @param resume what a stream's client says to go on behind it, or null
   * @param message the message that it carries, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // frames are written, never compared
  record Frame(String type, byte[] json, @Nullable String resume, @Nullable MessageId message) {}

  /** Hears once how a frame fared, on the door's thread. */
  interface Written {
    void ended(boolean written);
  }

  /** Writes a frame; the next one only after this one has ended. */
  void write(Frame frame, Written written);

  /** Closes for a reason, with a close code of RFC 6455 where the door has such. */
  void close(int code, String reason);

  /** Closes the connection as if it broke. */
  void cut();

  /** Stops or goes on reading what the client says, if it can say anything. */
  void pauseReading(boolean paused);

  /** Returns the thread that everything of this door happens on. */
  XnioIoThread thread();

  /** Returns where what goes through the door is made. */
  Turns turns();

  /** Closes a connection in a second, for a client that does not read that it is closed. */
  static void cutSoon(XnioIoThread thread, Closeable connection) {
    try {
      thread.executeAfter(() -> IoUtils.safeClose(connection), 1, TimeUnit.SECONDS);
    } catch (RejectedExecutionException terminating) {
      IoUtils.safeClose(connection);
    }
  }
}
