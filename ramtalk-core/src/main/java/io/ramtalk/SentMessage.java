package io.ramtalk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line in the books of a sender: a message, and what became of it. Its first state is queued;
 * delivered may follow, then read; each other state is the last.
 *
 * <p><b>Threads:</b> as its outbox.
 */
final class SentMessage {
  private final long id;
  private final UserId to;
  private final boolean timed;
  private final long sentAt;
  private long deliveredAt = Message.NEVER;
  private long endedAt = Message.NEVER;
  private long change;
  private Receipt.State state = Receipt.State.QUEUED;

  SentMessage(MessageId id, UserId to, boolean timed, long sentAt) {
    this.id = id.value();
    this.to = to;
    this.timed = timed;
    this.sentAt = sentAt;
  }

  boolean hasId(MessageId other) {
    return id == other.value();
  }

  UserId to() {
    return to;
  }

  /** True if it may have disappeared by itself since anyone looked. */
  boolean isOpen() {
    return timed && state == Receipt.State.QUEUED;
  }

  /** Returns the number of its latest change, 0 while it has not changed. */
  long change() {
    return change;
  }

  void number(long newChange) {
    change = newChange;
  }

  /** Moves on to a later state; news that come too late or twice change nothing. */
  boolean move(Receipt.State next, long time) {
    if (state == Receipt.State.QUEUED && next != Receipt.State.READ) {
      state = next;
      if (next == Receipt.State.DELIVERED) {
        deliveredAt = time;
      } else {
        endedAt = time;
      }
      return true;
    }
    if (state == Receipt.State.DELIVERED && next == Receipt.State.READ) {
      state = next;
      endedAt = time;
      return true;
    }
    return false;
  }

  Receipt receipt() {
    return new Receipt(new MessageId(id), to, state, Instant.ofEpochMilli(sentAt),
        instant(deliveredAt), instant(endedAt));
  }

  private static @Nullable Instant instant(long time) {
    return time == Message.NEVER ? null : Instant.ofEpochMilli(time);
  }

  void pack(Packer packer) {
    packer.putLong(id).putUser(to).put(timed).putNumber(sentAt).putLong(deliveredAt)
        .putLong(endedAt).putNumber(change)
        .putOneOf(Receipt.State.values(), state);
  }

  static SentMessage unpack(Unpacker from) {
    var line = new SentMessage(
        from.getMessage(), from.getUser(), from.getBoolean(), from.getNumber());
    line.deliveredAt = from.getLong();
    line.endedAt = from.getLong();
    line.change = from.getNumber();
    line.state = from.getOneOf(Receipt.State.values());
    return line;
  }
}
