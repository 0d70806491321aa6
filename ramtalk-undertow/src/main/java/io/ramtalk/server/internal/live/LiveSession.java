package io.ramtalk.server.internal.live;

import io.ramtalk.Connection;
import io.ramtalk.engine.Engine;
import io.ramtalk.Presence;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.mail.FaultPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The content of one live connection: hello, the waiting messages, {@code caught_up}, and then
 * messages, receipts and presence as they change.
 *
 * <p><b>Threads:</b> tasks run one at a time, on the I/O thread of the transport unless they may
 * block. Doorbells ring on any thread.
 */
public final class LiveSession {
  /* The mailbox is the buffer. One frame is under way at a time, and the next is produced when it
   * has been sent. Only replies to the client are queued; after a few of them, reading pauses until
   * they have been sent. So a client that does not read costs one frame and those replies. All are
   * counted in the byte budget until they have been sent or the session ends. A doorbell only sets
   * a flag, so that a connection polls for news once per ring and once per further message.
   *
   * A terminating thread accepts no more tasks when the server stops; a caller that finds this ends
   * the session itself. */
  public static final int MAX_WATCHED_USERS = 100;
  private static final int MAX_REPLIES = 64;
  private static final int MAX_REPLY_BYTES = 64 << 10;
  /** Milliseconds that a frame under way may delay the goodbye. */
  private static final int BYE_MILLIS = 500;

  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;
  public static final int TRY_AGAIN_LATER = 1013;

  private final RamTalk talk;
  private final UserId user;
  private final Transport transport;
  private final FaultPlan faults;
  private final Runnable onEnd;
  private final Map<UserId, Presence> watched = new LinkedHashMap<>();
  private final Set<UserId> rung = ConcurrentHashMap.newKeySet();
  private final List<Engine.Watch> watches = new ArrayList<>();
  private final ArrayDeque<Transport.Frame> pending = new ArrayDeque<>();
  private final AtomicBoolean newsDue = new AtomicBoolean(true);
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Connection connection;
  private boolean acknowledgesWritten;
  private boolean writing;
  private boolean pumping;
  private boolean paused;
  private boolean caughtUp;
  private long reserved;
  private boolean shut;
  private int byeCode;

  LiveSession(RamTalk talk, UserId user, Transport transport, FaultPlan faults, Runnable onEnd) {
    this.talk = talk;
    this.user = user;
    this.transport = transport;
    this.faults = faults;
    this.onEnd = onEnd;
  }

  /** Starts with the greeting's frames and resumes after a position in the mailbox. */
  void open(List<Transport.Frame> greeting, long resumeAfter, List<UserId> presenceOf) {
    if (ended.get()) {
      return;
    }
    var opened = talk.delivery().connect(user, this::ringForNews);
    connection = opened;
    opened.resumeAfter(resumeAfter);
    greeting.forEach(this::queue);
    for (var other : presenceOf) {
      watches.add(talk.delivery().watchPresence(other, () -> {
        rung.add(other);
        ring();
      }));
      rung.add(other);
    }
    ring();
  }

  /** Acknowledges each message once written, for clients that cannot. */
  void acknowledgeWritten() {
    acknowledgesWritten = true;
  }

  Transport transport() {
    return transport;
  }

  Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("The session is not open");
    }
    return connection;
  }

  /** Queues a reply to the client. */
  void reply(Transport.Frame frame) {
    queue(frame);
    if ((pending.size() >= MAX_REPLIES || reserved >= MAX_REPLY_BYTES) && !paused) {
      paused = true;
      transport.executor().onIoThread(() -> transport.pauseReading(true));
    }
    pump();
  }

  /** Returns whether reading is paused because the client does not read its replies. */
  boolean isPaused() {
    return paused;
  }

  /** Says goodbye and closes once the current frame has been sent. */
  void bye(String reason) {
    onThread(() -> sayBye(GOING_AWAY, reason));
  }

  /** Says goodbye with a code that tells the client not to reconnect with the same login. */
  void expel(String reason) {
    onThread(() -> sayBye(WebSocketTransport.POLICY_VIOLATION, reason));
  }

  /** Ends the session after its connection has closed, as a task on the transport's thread. */
  void closed() {
    onThread(this::end);
  }

  /** Ends the session after its connection has closed. */
  void end() {
    if (ended.compareAndSet(false, true)) {
      talk.operations().budget().release(reserved);
      reserved = 0;
      pending.clear();
      watches.forEach(Engine.Watch::close);
      try {
        if (connection != null) {
          connection.close();
        }
      } finally {
        onEnd.run();
      }
    }
  }

  private void ringForNews() {
    newsDue.set(true);
    ring();
  }

  private void ring() {
    if (scheduled.compareAndSet(false, true)) {
      onThread(() -> {
        scheduled.set(false);
        pump();
      });
    }
  }

  private void onThread(Runnable task) {
    try {
      transport.executor().execute(task);
    } catch (RejectedExecutionException terminating) {
      end();
    }
  }

  private void sayBye(int code, String reason) {
    if (byeCode == 0) {
      byeCode = code;
      queue(LiveFrames.bye(reason));
      pump();
      if (writing) {
        transport.thread().executeAfter(
            () -> transport.executor().executeNow(() -> shut(code, reason)),
            BYE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void queue(Transport.Frame frame) {
    if (reserve(frame)) {
      pending.add(frame);
    }
  }

  /** Reserves memory for a frame; if the budget is exhausted, closes the connection. */
  private boolean reserve(Transport.Frame frame) {
    int bytes = frame.json().length;
    if (shut || ended.get()) {
      return false;
    }
    if (!talk.operations().budget().tryReserve(bytes)) {
      shut(TRY_AGAIN_LATER, "ram_exhausted");
      return false;
    }
    reserved += bytes;
    return true;
  }

  /** Closes the transport; nothing more is written. */
  private void shut(int code, String reason) {
    shut = true;
    transport.executor().onIoThread(() -> transport.close(code, reason));
  }

  /** Writes frames until one cannot be sent at once or none is left. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      boolean wrote = true;
      while (wrote && !writing && !shut && !ended.get()) {
        wrote = writeNext();
      }
    } finally {
      pumping = false;
    }
  }

  private boolean writeNext() {
    try {
      var frame = nextFrame();
      if (frame != null) {
        write(frame);
        return true;
      }
      if (byeCode != 0) {
        shut(byeCode, "bye");
      }
      return false;
    } catch (RamTalkException e) {
      sayBye(NORMAL, e.code());
      return true;
    }
  }

  private Transport.@Nullable Frame nextFrame() {
    var frame = pending.poll();
    if (frame != null || byeCode != 0) {
      return frame;
    }
    queuePresence();
    if (newsDue.compareAndSet(true, false)) {
      queueNews();
    }
    if (pending.isEmpty() && !caughtUp) {
      caughtUp = true;
      queue(LiveFrames.caughtUp());
    }
    return pending.poll();
  }

  private void queueNews() {
    var news = connection().next(1);
    if (news.more()) {
      newsDue.set(true);
    }
    for (var receipt : news.receipts()) {
      queue(LiveFrames.receipt(receipt));
    }
    for (var message : news.messages()) {
      queue(LiveFrames.message(message, talk.operations().epoch()));
    }
  }

  private void queuePresence() {
    for (var other : Set.copyOf(rung)) {
      rung.remove(other);
      var presence = presenceOf(other);
      var known = watched.put(other, presence);
      if (known == null || known.online() != presence.online()) {
        queue(LiveFrames.presence(other, presence));
      }
    }
  }

  /** Returns the presence of a user; a user who has left is offline. */
  private Presence presenceOf(UserId other) {
    try {
      return talk.presence(other);
    } catch (RamTalkException gone) {
      return new Presence(false, null);
    }
  }

  private void write(Transport.Frame frame) {
    writing = true;
    transport.executor().onIoThread(() -> transport.write(
        frame, written -> transport.executor().executeNow(() -> written(frame, written))));
  }

  private void written(Transport.Frame frame, boolean written) {
    writing = false;
    if (ended.get()) {
      return;
    }
    reserved -= frame.json().length;
    talk.operations().budget().release(frame.json().length);
    if (!written) {
      shut(NORMAL, "write failed");
      return;
    }
    if (faults.frame()) {
      transport.cut();
      return;
    }
    acknowledge(frame);
    if (paused && pending.size() < MAX_REPLIES / 2 && reserved < MAX_REPLY_BYTES / 2) {
      paused = false;
      transport.executor().onIoThread(() -> transport.pauseReading(false));
    }
    pump();
  }

  private void acknowledge(Transport.Frame frame) {
    if (acknowledgesWritten && frame.message() != null) {
      try {
        connection().acknowledge(List.of(frame.message()));
      } catch (RamTalkException gone) {
        sayBye(NORMAL, gone.code());
      }
    }
  }
}
