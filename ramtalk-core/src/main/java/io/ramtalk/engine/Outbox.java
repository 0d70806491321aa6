package io.ramtalk.engine;

import io.ramtalk.Limits;
import io.ramtalk.MessageId;
import io.ramtalk.Receipt;
import io.ramtalk.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The outbox of a sender: the receipts of its latest messages and its latest idempotency keys.
 *
 * <p><b>Threads:</b> one at a time; the engine ensures this. <b>Cost:</b> O(receipts kept).
 */
final class Outbox extends SentMessages {
  /* A rejected send must leave the outbox unchanged, so nothing is dropped for it before it is
   * accepted. The outbox is not told whether a message without an idempotency key was accepted. So
   * it keeps one more receipt than it shows, and drops that with the next message. */
  private @Nullable IdempotencyKeys ids;
  private long lastChange;
  private int maxReceipts;

  /** Starts a send, unless its idempotency key is known. */
  SendTicket begin(Command.BeginSend send, UserId from) {
    var known = ids == null || send.idempotencyKey() == null
        ? null : ids.get(send.idempotencyKey());
    if (known != null) {
      var kind = !known.to().equals(send.to()) ? SendTicket.Kind.REUSED
          : known.done() ? SendTicket.Kind.REPEATED : SendTicket.Kind.IN_PROGRESS;
      return new SendTicket(kind, from, known.id());
    }
    maxReceipts = send.maxReceipts();
    if (send.idempotencyKey() != null) {
      if (ids == null) {
        ids = new IdempotencyKeys();
      }
      ids.begin(send.idempotencyKey(), send.id(), send.to(), send.maxIds());
    }
    while (size() > maxReceipts) {
      removeFirst();
    }
    add(send.id(), send.to(), send.timed(), send.now(), maxReceipts + 1);
    return new SendTicket(SendTicket.Kind.NEW, from, send.id());
  }

  /** Completes a send: accepted, or undone as if it had never started. */
  void end(Command.EndSend end) {
    if (end.idempotencyKey() != null && ids != null) {
      ids.end(end.idempotencyKey(), end.id(), end.accepted());
      if (ids.isEmpty()) {
        ids = null;
      }
    }
    int index = end.accepted() ? -1 : indexOf(end.id());
    if (index >= 0) {
      remove(index);
    }
  }

  /** Returns the most bytes by which one more receipt can grow the outbox. */
  long growthByReceipt(int newMaxReceipts) {
    return (capacityAfterAdd(newMaxReceipts + 1) - capacity()) * MemoryCost.RECEIPT;
  }

  /** Returns the fixed cost of the sender's first idempotency key, without its text. */
  long growthByIds() {
    return ids == null ? MemoryCost.IDEMPOTENCY_KEYS : 0;
  }

  boolean record(DeliveryReport report) {
    int index = indexOf(report.id());
    return index >= 0 && change(index, report.state(), report.time());
  }

  /** Marks messages to a reader as read. Returns how many were not read before. */
  int markRead(UserId reader, Collection<MessageId> read, long now) {
    var wanted = new HashSet<>(read);
    return (int) kept()
        .filter(i -> to(i).equals(reader) && wanted.contains(id(i)))
        .filter(i -> change(i, Receipt.State.READ, now))
        .count();
  }

  private boolean change(int index, Receipt.State state, long time) {
    boolean moved = move(index, state, time, lastChange + 1);
    lastChange += moved ? 1 : 0;
    return moved;
  }

  /** Returns the receipts changed after a given change, in the order of their latest changes. */
  List<Receipt> changesAfter(long change) {
    return kept().filter(i -> change(i) > change).boxed()
        .sorted(Comparator.comparingLong(this::change)).map(this::receipt).toList();
  }

  /** Returns the number of the latest change of a receipt. */
  long lastChange() {
    return lastChange;
  }

  List<Receipt> receipts() {
    return kept().mapToObj(this::receipt).toList();
  }

  private IntStream kept() {
    return IntStream.range(Math.max(0, size() - maxReceipts), size());
  }

  boolean isEmpty() {
    return size() == 0 && ids == null;
  }

  /** Returns the receivers of timed messages that are still queued: they may have expired. */
  Set<UserId> open() {
    return kept().filter(this::isOpen).mapToObj(this::to).collect(Collectors.toSet());
  }

  long bytes() {
    return MemoryCost.OUTBOX + capacity() * MemoryCost.RECEIPT + (ids == null ? 0 : ids.bytes());
  }

  /** Recalculates {@link #bytes} from scratch. */
  long countedBytes() {
    return MemoryCost.OUTBOX + capacity() * MemoryCost.RECEIPT
        + (ids == null ? 0 : ids.countedBytes());
  }

  /** Returns a copy, which shares only what never changes. */
  Outbox copy() {
    var copy = new Outbox();
    copy.copyAll(this);
    var keys = ids == null ? null : ids.copy();
    copy.ids = keys == null || keys.isEmpty() ? null : keys;
    copy.lastChange = lastChange;
    copy.maxReceipts = maxReceipts;
    return copy;
  }

  void pack(Packer packer) {
    packAll(packer);
    packer.putIfAny(ids, (to, some) -> some.pack(to)).putNumber(lastChange).putNumber(maxReceipts);
  }

  static Outbox unpack(Unpacker from) {
    var outbox = new Outbox();
    outbox.unpackAll(from);
    outbox.ids = from.getIfAny(IdempotencyKeys::unpack);
    outbox.lastChange = from.getNumber();
    outbox.maxReceipts = from.getInt();
    Unpacker.require(
        outbox.maxReceipts >= 0 && outbox.maxReceipts <= Limits.MAX_RECEIPTS, "Invalid receipts");
    return outbox;
  }
}
