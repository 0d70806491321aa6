package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.Command;
import io.ramtalk.MessageId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sends with an id of the sender's own that were tried more than once, or refused: whoever
 * tries again goes on with the same message.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> O(1); at most {@value #MAX} sends of the last five
 * minutes.
 */
final class SendTries {
  /* A client that has no answer asks another server while the first one may be at it still, or
   * frozen, and later tries meet the mailbox with and without room. If a refusal made the id free
   * for another message, one of the earlier tries could put its message into the mailbox yet, and
   * it would be stored twice. So a refused send keeps its message, and the mailbox knows whether
   * it had that: RecentOffers remembers for longer than this does.
   *
   * A refusal closes the books of a send only if no other try of it is under way: it would take
   * out the receipt of a message that the other one gets accepted. */
  static final int MAX = 128;
  static final long MAX_AGE_MILLIS = 300_000;

  private @Nullable Map<String, Tries> sends;

  /** The message of a send, and how many tries have not said how they ended. */
  private record Tries(MessageId id, int open) {}

  /** Returns the message that a send goes on with: its own, unless it was tried before. */
  MessageId messageOf(Command.BeginSend send) {
    var known = find(send.ownId());
    return known == null || age(known.id(), send.now()) > MAX_AGE_MILLIS ? send.id() : known.id();
  }

  /** Counts the first try of a send that was refused before. */
  void beginAgain(@Nullable String ownId, MessageId id) {
    if (find(ownId) != null) {
      keep(Objects.requireNonNull(ownId), new Tries(id, 1));
    }
  }

  /** Counts a try that goes on with the message of another one. */
  void takeOver(String ownId, MessageId id) {
    var known = find(ownId);
    keep(ownId, new Tries(id, known == null ? 2 : known.open() + 1));
  }

  /** Counts a try that was refused, and says whether it was the last of its send. */
  boolean refuse(@Nullable String ownId, MessageId id, boolean repeated) {
    if (ownId == null) {
      return true;
    }
    var known = find(ownId);
    boolean others = known != null && known.open() > 1 && known.id().equals(id);
    if (known == null || !others) {
      keep(ownId, new Tries(id, 0));
    } else if (!repeated) {
      keep(ownId, new Tries(id, known.open() - 1));
    }
    return !others;
  }

  private @Nullable Tries find(@Nullable String ownId) {
    return sends == null || ownId == null ? null : sends.get(ownId);
  }

  /** Keeps what is known of a send, as the latest, and forgets what is old. */
  private void keep(String ownId, Tries tries) {
    var some = sends == null ? new LinkedHashMap<String, Tries>(2) : sends;
    sends = some;
    some.remove(ownId);
    long now = RecentOffers.millis(tries.id().value());
    var oldest = some.values().iterator();
    while (oldest.hasNext()
        && (age(oldest.next().id(), now) > MAX_AGE_MILLIS || some.size() >= MAX)) {
      oldest.remove();
    }
    some.put(ownId, tries);
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
