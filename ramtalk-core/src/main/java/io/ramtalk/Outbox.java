package io.ramtalk;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The books of a sender: the receipts of its latest messages, and the latest ids of its own.
 *
 * <p><b>Threads:</b> one at a time; the engine sees to it. <b>Cost:</b> O(receipts kept).
 */
final class Outbox {
  /* A send that is refused must leave the books as they were, so nothing is forgotten for it before
   * it was accepted. Whether a message without an id of its own was accepted is not said here: one
   * receipt more than is shown is kept, and forgotten with the next message. An id is told when it
   * was accepted, and the oldest of those is forgotten then. Ids whose end is never told, because
   * whoever sent them broke off, are forgotten when there are too many of them. */
  private static final int MAX_PENDING_IDS = 256;

  private final SentMessages sent = new SentMessages();
  private @Nullable Map<String, Sent> ids;
  private long idBytes;
  private long lastChange;
  private int maxReceipts;
  private int maxIds;
  private int acceptedIds;

  /** The message that an id of the sender's own stands for. */
  private record Sent(MessageId id, UserId to, boolean done) {}

  /** Opens the books for a message, unless its own id is known. */
  SendTicket begin(Command.BeginSend send, UserId from) {
    var known = send.ownId() == null ? null : ids().get(send.ownId());
    if (known != null) {
      var kind = !known.to().equals(send.to()) ? SendTicket.Kind.REUSED
          : known.done() ? SendTicket.Kind.REPEATED : SendTicket.Kind.IN_PROGRESS;
      return new SendTicket(kind, from, known.id());
    }
    maxReceipts = send.maxReceipts();
    maxIds = send.maxIds();
    if (send.ownId() != null) {
      keep(send.ownId(), new Sent(send.id(), send.to(), false));
    }
    if (sent.size() > maxReceipts) {
      sent.removeFirst();
    }
    sent.add(send.id(), send.to(), send.timed(), send.now());
    return new SendTicket(SendTicket.Kind.NEW, from, send.id());
  }

  private Map<String, Sent> ids() {
    var made = ids;
    if (made == null) {
      made = new LinkedHashMap<>(2);
      ids = made;
    }
    return made;
  }

  private void keep(String ownId, Sent message) {
    if (ids().size() - acceptedIds >= MAX_PENDING_IDS) {
      forgetOldest(false);
    }
    ids().put(ownId, message);
    idBytes += Charge.key(ownId);
  }

  private void forgetOldest(boolean accepted) {
    ids().entrySet().stream().filter(entry -> entry.getValue().done() == accepted)
        .map(Map.Entry::getKey).findFirst().ifPresent(this::forget);
  }

  private void forget(String ownId) {
    var message = ids().remove(ownId);
    if (message != null) {
      idBytes -= Charge.key(ownId);
      acceptedIds -= message.done() ? 1 : 0;
    }
  }

  /** Closes the books of a send: it was accepted, or it is as if it had never begun. */
  void end(Command.EndSend end) {
    if (end.ownId() != null) {
      endId(end.ownId(), end);
    }
    int index = end.accepted() ? -1 : sent.indexOf(end.id());
    if (index >= 0) {
      sent.remove(index);
    }
  }

  private void endId(String ownId, Command.EndSend end) {
    var message = ids().get(ownId);
    if (message == null || message.done() || !message.id().equals(end.id())) {
      return;
    }
    if (!end.accepted()) {
      forget(ownId);
      return;
    }
    ids().put(ownId, new Sent(message.id(), message.to(), true));
    acceptedIds++;
    if (acceptedIds > maxIds) {
      forgetOldest(true);
    }
  }

  boolean record(Fate fate) {
    int index = sent.indexOf(fate.id());
    return index >= 0 && move(index, fate.state(), fate.time());
  }

  /** Marks messages as read by whom they were sent to; counts those that were not before. */
  int markRead(UserId reader, Collection<MessageId> read, long now) {
    var wanted = new HashSet<>(read);
    return (int) kept()
        .filter(i -> sent.to(i).equals(reader) && wanted.contains(sent.id(i)))
        .filter(i -> move(i, Receipt.State.READ, now))
        .count();
  }

  private boolean move(int index, Receipt.State state, long time) {
    boolean moved = sent.move(index, state, time, lastChange + 1);
    lastChange += moved ? 1 : 0;
    return moved;
  }

  /** Returns the receipts that changed after a change, in the order of their latest changes. */
  ReceiptChanges changesAfter(long change) {
    var changed = kept().filter(i -> sent.change(i) > change).boxed()
        .sorted(Comparator.comparingLong(sent::change)).map(sent::receipt).toList();
    return new ReceiptChanges(lastChange, changed);
  }

  List<Receipt> receipts() {
    return kept().mapToObj(sent::receipt).toList();
  }

  private IntStream kept() {
    return IntStream.range(Math.max(0, sent.size() - maxReceipts), sent.size());
  }

  boolean isEmpty() {
    return sent.size() == 0 && (ids == null || ids.isEmpty());
  }

  /** Returns whose mailboxes know more than these books: something may have expired there. */
  Set<UserId> open() {
    return kept().filter(sent::isOpen).mapToObj(sent::to).collect(Collectors.toSet());
  }

  long bytes() {
    return Charge.OUTBOX + sent.capacity() * Charge.RECEIPT + idBytes;
  }

  /** Returns what {@link #bytes} must be, by adding up. */
  long countedBytes() {
    return Charge.OUTBOX + sent.capacity() * Charge.RECEIPT
        + (ids == null ? 0 : ids.keySet().stream().mapToLong(Charge::key).sum());
  }

  void pack(Packer packer) {
    sent.pack(packer);
    packer.putAll(ids().entrySet(), (to, id) -> to.putText(id.getKey())
            .putMessage(id.getValue().id()).putUser(id.getValue().to()).put(id.getValue().done()))
        .putNumber(lastChange).putNumber(maxReceipts).putNumber(maxIds);
  }

  static Outbox unpack(Unpacker from) {
    var outbox = new Outbox();
    outbox.sent.unpack(from);
    var ids = outbox.ids();
    from.getAll(some -> ids.put(some.getText(),
        new Sent(some.getMessage(), some.getUser(), some.getBoolean())));
    outbox.lastChange = from.getNumber();
    outbox.maxReceipts = from.getInt();
    outbox.maxIds = from.getInt();
    outbox.acceptedIds = (int) ids.values().stream().filter(Sent::done).count();
    outbox.idBytes = ids.keySet().stream().mapToLong(Charge::key).sum();
    return outbox;
  }
}
