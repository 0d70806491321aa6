package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest idempotency keys of one sender, each with its message.
 *
 * <p><b>Threads:</b> those of the outbox. <b>Cost:</b> O(1), and O(keys) to remove the oldest.
 */
final class IdempotencyKeys {
  /* When the message of a key is accepted, the oldest accepted key beyond the maximum is removed.
   * Keys of sends that were never completed, because the client broke off, are removed when they
   * become too many. */
  private static final int MAX_PENDING = 256;

  private final Map<String, Sent> ids = new LinkedHashMap<>(2);
  private long keyBytes;
  private int accepted;
  private int maxIds;

  /**
   * The message of an idempotency key.
   *
   * @param id the message
   * @param to the receiver
   * @param done true once it was accepted
   */
  record Sent(MessageId id, UserId to, boolean done) {}

  @Nullable Sent get(String idempotencyKey) {
    return ids.get(idempotencyKey);
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /** Stores the key of a message that is not accepted yet. */
  void begin(String idempotencyKey, MessageId id, UserId to, int newMaxIds) {
    maxIds = newMaxIds;
    if (ids.size() - accepted >= MAX_PENDING) {
      forgetOldest(false);
    }
    ids.put(idempotencyKey, new Sent(id, to, false));
    keyBytes += MemoryCost.key(idempotencyKey);
  }

  /** Marks the message of a key as accepted, or removes the key if it was rejected. */
  void end(String idempotencyKey, MessageId id, boolean isAccepted) {
    var message = ids.get(idempotencyKey);
    if (message == null || message.done() || !message.id().equals(id)) {
      return;
    }
    if (!isAccepted) {
      forget(idempotencyKey);
      return;
    }
    ids.put(idempotencyKey, new Sent(id, message.to(), true));
    accepted++;
    while (accepted > maxIds) {
      forgetOldest(true);
    }
  }

  private void forgetOldest(boolean done) {
    ids.entrySet().stream().filter(entry -> entry.getValue().done() == done)
        .map(Map.Entry::getKey).findFirst().ifPresent(this::forget);
  }

  private void forget(String idempotencyKey) {
    var message = ids.remove(idempotencyKey);
    if (message != null) {
      keyBytes -= MemoryCost.key(idempotencyKey);
      accepted -= message.done() ? 1 : 0;
    }
  }

  long bytes() {
    return MemoryCost.IDEMPOTENCY_KEYS + keyBytes;
  }

  /** Recalculates {@link #bytes} from scratch. */
  long countedBytes() {
    return MemoryCost.IDEMPOTENCY_KEYS + ids.keySet().stream().mapToLong(MemoryCost::key).sum();
  }

  /** Returns a copy of the accepted keys: sends under way will end only in the original. */
  IdempotencyKeys copy() {
    var copy = new IdempotencyKeys();
    ids.forEach((key, sent) -> {
      if (sent.done()) {
        copy.ids.put(key, sent);
        copy.keyBytes += MemoryCost.key(key);
        copy.accepted++;
      }
    });
    copy.maxIds = maxIds;
    return copy;
  }

  void pack(Packer packer) {
    packer.putAll(ids.entrySet(), (to, id) -> to.putText(id.getKey())
            .putMessage(id.getValue().id()).putUser(id.getValue().to()).put(id.getValue().done()))
        .putNumber(maxIds);
  }

  static IdempotencyKeys unpack(Unpacker from) {
    var read = new IdempotencyKeys();
    from.getAll(some -> read.ids.put(some.getText(),
        new Sent(some.getMessage(), some.getUser(), some.getBoolean())));
    read.maxIds = from.getInt();
    Unpacker.require(read.maxIds >= 0, "Negative number of keys");
    read.accepted = (int) read.ids.values().stream().filter(Sent::done).count();
    read.keyBytes = read.ids.keySet().stream().mapToLong(MemoryCost::key).sum();
    return read;
  }
}
