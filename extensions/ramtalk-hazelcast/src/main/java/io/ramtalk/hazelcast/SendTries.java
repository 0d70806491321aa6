package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.engine.Command;
import io.ramtalk.MessageId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sends with an idempotency key that were attempted more than once or rejected. A retry
 * continues with the same message.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> O(1); at most {@value #MAX} sends of the last five
 * minutes, whose memory the byte budget counts.
 */
final class SendTries {
  /* A client without a response retries on another server, while the first one may still be working
   * on the send, or be frozen, and later attempts may find the mailbox full or not. If a rejection
   * freed the key for another message, an earlier attempt could still put its message into the
   * mailbox, which would then be stored twice. So a rejected send keeps its message, and the
   * mailbox knows whether it has that message: RecentOffers remembers it for longer than this
   * class.
   *
   * A rejection completes a send only if no other attempt is pending: otherwise it would remove the
   * receipt of a message that the other attempt gets accepted. */
  static final int MAX = 128;
  static final long MAX_AGE_MILLIS = 300_000;

  /** A map with its table, and an entry with its id and the text of its key, without characters. */
  private static final long MAP_BYTES = 96;
  private static final long ENTRY_BYTES = 144;

  private @Nullable Map<String, Tries> sends;
  private long bytes;

  /** The message of a send, and the number of attempts that have not reported their end. */
  private record Tries(MessageId id, int open) {}

  /** Returns the message that a send continues with: its own, unless it was attempted before. */
  MessageId messageOf(Command.BeginSend send) {
    var known = find(send.idempotencyKey());
    return known == null || age(known.id(), send.now()) > MAX_AGE_MILLIS ? send.id() : known.id();
  }

  /** Counts the first attempt of a send that was rejected before. */
  void beginAgain(@Nullable String idempotencyKey, MessageId id) {
    if (find(idempotencyKey) != null) {
      keep(Objects.requireNonNull(idempotencyKey), new Tries(id, 1));
    }
  }

  /** Counts an attempt that continues with the message of another one. */
  void takeOver(String idempotencyKey, MessageId id) {
    var known = find(idempotencyKey);
    keep(idempotencyKey, new Tries(id, known == null ? 2 : known.open() + 1));
  }

  /** Counts a rejected attempt and returns whether it was the last one of its send. */
  boolean refuse(@Nullable String idempotencyKey, MessageId id, boolean repeated) {
    if (idempotencyKey == null) {
      return true;
    }
    var known = find(idempotencyKey);
    boolean others = known != null && known.open() > 1 && known.id().equals(id);
    if (known == null || !others) {
      keep(idempotencyKey, new Tries(id, 0));
    } else if (!repeated) {
      keep(idempotencyKey, new Tries(id, known.open() - 1));
    }
    return !others;
  }

  private @Nullable Tries find(@Nullable String idempotencyKey) {
    return sends == null || idempotencyKey == null ? null : sends.get(idempotencyKey);
  }

  /** Stores the state of a send as the latest, and removes old ones. */
  private void keep(String idempotencyKey, Tries tries) {
    var some = sends;
    if (some == null) {
      some = new LinkedHashMap<>(2);
      sends = some;
      bytes = MAP_BYTES;
    }
    if (some.remove(idempotencyKey) != null) {
      bytes -= bytes(idempotencyKey);
    }
    long now = RecentOffers.millis(tries.id().value());
    var entries = some.entrySet().iterator();
    while (entries.hasNext()) {
      var oldest = entries.next();
      if (age(oldest.getValue().id(), now) <= MAX_AGE_MILLIS && some.size() < MAX) {
        break;
      }
      bytes -= bytes(oldest.getKey());
      entries.remove();
    }
    some.put(idempotencyKey, tries);
    bytes += bytes(idempotencyKey);
  }

  /** Returns the memory in bytes. */
  long bytes() {
    return bytes;
  }

  /** Returns the memory of an entry in bytes; keys are ASCII. */
  private static long bytes(String idempotencyKey) {
    return ENTRY_BYTES + idempotencyKey.length();
  }

  private static long age(MessageId id, long now) {
    return now - RecentOffers.millis(id.value());
  }

  void write(ObjectDataOutput out) throws IOException {
    out.writeInt(sends == null ? 0 : sends.size());
    if (sends != null) {
      for (var send : sends.entrySet()) {
        out.writeString(send.getKey());
        out.writeLong(send.getValue().id().value());
        out.writeInt(send.getValue().open());
      }
    }
  }

  void read(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      keep(Objects.requireNonNull(in.readString()),
          new Tries(new MessageId(in.readLong()), in.readInt()));
    }
  }
}
