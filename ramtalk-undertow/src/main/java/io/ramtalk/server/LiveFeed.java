package io.ramtalk.server;

import io.ramtalk.Connection;
import io.ramtalk.Engine;
import io.ramtalk.Presence;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one live connection is told: hello, its messages, {@code caught_up} when it has seen all
 * that waited, then messages, receipts and presence as they come.
 *
 * <p><b>Threads:</b> everything happens on the I/O thread of the door; bells ring from any thread.
 */
final class LiveFeed {
  /* The mailbox is the buffer. One frame is under way at a time, and the next is made when it has
   * left; replies to what the client said are the only frames that queue, and when a few do, no
   * more is read until they have left. So a client that does not read costs one frame and those
   * replies, all counted in the byte budget, and a bell that rings meanwhile raises a flag. */
  static final int MAX_WATCHED_USERS = 100;
  private static final int MAX_REPLIES = 64;
  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;
  private static final int TRY_AGAIN_LATER = 1013;

  private final RamTalk talk;
  private final UserId user;
  private final LiveDoor door;
  private final Runnable onEnd;
  private final Map<UserId, Presence> watched = new LinkedHashMap<>();
  private final Set<UserId> rung = ConcurrentHashMap.newKeySet();
  private final List<Engine.Watch> watches = new ArrayList<>();
  private final ArrayDeque<LiveDoor.Frame> pending = new ArrayDeque<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private @Nullable Connection connection;
  private boolean acknowledgesWritten;
  private boolean writing;
  private boolean pumping;
  private boolean paused;
  private boolean caughtUp;
  private boolean ended;
  private int byeCode;

  LiveFeed(RamTalk talk, UserId user, LiveDoor door, Runnable onEnd) {
    this.talk = talk;
    this.user = user;
    this.door = door;
    this.onEnd = onEnd;
  }

  /** Begins, with the frames of the greeting, behind a place in the mailbox. */
  void open(List<LiveDoor.Frame> greeting, long resumeAfter, List<UserId> presenceOf) {
    var opened = talk.connect(user, this::ring);
    connection = opened;
    opened.resumeAfter(resumeAfter);
    pending.addAll(greeting);
    for (var other : presenceOf) {
      watches.add(talk.watchPresence(other, () -> {
        rung.add(other);
        ring();
      }));
      rung.add(other);
    }
    ring();
  }

  /** Acknowledges each message when it was written, for clients that do not. */
  void acknowledgeWritten() {
    acknowledgesWritten = true;
  }

  Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("The feed is not open");
    }
    return connection;
  }

  /** Queues an answer to what the client said. */
  void reply(LiveDoor.Frame frame) {
    pending.add(frame);
    if (pending.size() >= MAX_REPLIES && !paused) {
      paused = true;
      door.pauseReading(true);
    }
    pump();
  }

  /** Says good-bye and closes, once what is being written has left. */
  void bye(String reason) {
    door.thread().execute(() -> sayBye(GOING_AWAY, reason));
  }

  /** Ends: the socket is closed, whoever closed it. */
  void end() {
    if (!ended) {
      ended = true;
      watches.forEach(Engine.Watch::close);
      if (connection != null) {
        connection.close();
      }
      onEnd.run();
    }
  }

  private void ring() {
    if (scheduled.compareAndSet(false, true)) {
      door.thread().execute(() -> {
        scheduled.set(false);
        pump();
      });
    }
  }

  private void sayBye(int code, String reason) {
    if (byeCode == 0 && !ended) {
      byeCode = code;
      pending.add(LiveFrames.bye(reason));
      pump();
    }
  }

  /** Writes frames until one does not leave at once, or there is nothing to say. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!writing && !ended && writeNext()) {
        continue;
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
        door.close(byeCode, "bye");
      }
      return false;
    } catch (RamTalkException e) {
      sayBye(NORMAL, e.code());
      return true;
    }
  }

  private LiveDoor.@Nullable Frame nextFrame() {
    var frame = pending.poll();
    if (frame != null || byeCode != 0) {
      return frame;
    }
    takeNews();
    frame = pending.poll();
    if (frame != null) {
      return frame;
    }
    var next = connection().next(1);
    if (!next.isEmpty()) {
      return LiveFrames.message(next.get(0), talk.epoch());
    }
    if (!caughtUp) {
      caughtUp = true;
      return LiveFrames.caughtUp();
    }
    return null;
  }

  private void takeNews() {
    for (var receipt : connection().receiptChanges()) {
      pending.add(LiveFrames.receipt(receipt));
    }
    for (var other : Set.copyOf(rung)) {
      rung.remove(other);
      var presence = presenceOf(other);
      var known = watched.put(other, presence);
      if (known == null || known.online() != presence.online()) {
        pending.add(LiveFrames.presence(other, presence));
      }
    }
  }

  /** A user who left is offline. */
  private Presence presenceOf(UserId other) {
    try {
      return talk.presence(other);
    } catch (RamTalkException gone) {
      return new Presence(false, null);
    }
  }

  private void write(LiveDoor.Frame frame) {
    int bytes = frame.json().length;
    if (!talk.budget().tryReserve(bytes)) {
      door.close(TRY_AGAIN_LATER, "ram_exhausted");
      return;
    }
    writing = true;
    door.write(frame, written -> written(frame, written));
  }

  private void written(LiveDoor.Frame frame, boolean written) {
    talk.budget().release(frame.json().length);
    writing = false;
    if (!written) {
      door.close(NORMAL, "write failed");
      return;
    }
    if (acknowledgesWritten && frame.message() != null && !ended) {
      connection().acknowledge(List.of(frame.message()));
    }
    if (paused && pending.size() < MAX_REPLIES / 2) {
      paused = false;
      door.pauseReading(false);
    }
    pump();
  }
}
