package io.ramtalk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

  private final ArrayList<SentMessage> sent = new ArrayList<>(2);
  private final Map<String, Sent> ids = new LinkedHashMap<>(2);
  private long bytes = Charge.OUTBOX;
  private long lastChange;
  private int maxReceipts;
  private int maxIds;
  private int acceptedIds;

  /** The message that an id of the sender's own stands for. */
  private record Sent(MessageId id, UserId to, boolean done) {}

  /** Opens the books for a message, unless its own id is known. */
  SendTicket begin(Command.BeginSend send, UserId from) {
    var known = send.ownId() == null ? null : ids.get(send.ownId());
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
      sent.remove(0);
      bytes -= Charge.RECEIPT;
    }
    sent.add(new SentMessage(send.id(), send.to(), send.timed(), send.now()));
    bytes += Charge.RECEIPT;
    return new SendTicket(SendTicket.Kind.NEW, from, send.id());
  }

  private void keep(String ownId, Sent message) {
    if (ids.size() - acceptedIds >= MAX_PENDING_IDS) {
      forgetOldest(false);
    }
    ids.put(ownId, message);
    bytes += Charge.key(ownId);
  }

  private void forgetOldest(boolean accepted) {
    ids.entrySet().stream().filter(entry -> entry.getValue().done() == accepted)
        .map(Map.Entry::getKey).findFirst().ifPresent(this::forget);
  }

  private void forget(String ownId) {
    var message = ids.remove(ownId);
    if (message != null) {
      bytes -= Charge.key(ownId);
      acceptedIds -= message.done() ? 1 : 0;
    }
  }

  /** Closes the books of a send: it was accepted, or it is as if it had never begun. */
  void end(Command.EndSend end) {
    if (end.ownId() != null) {
      endId(end.ownId(), end);
    }
    if (!end.accepted() && sent.removeIf(line -> line.hasId(end.id()))) {
      bytes -= Charge.RECEIPT;
    }
  }

  private void endId(String ownId, Command.EndSend end) {
    var message = ids.get(ownId);
    if (message == null || message.done() || !message.id().equals(end.id())) {
      return;
    }
    if (!end.accepted()) {
      forget(ownId);
      return;
    }
    ids.put(ownId, new Sent(message.id(), message.to(), true));
    acceptedIds++;
    if (acceptedIds > maxIds) {
      forgetOldest(true);
    }
  }

  boolean record(Fate fate) {
    for (int i = sent.size() - 1; i >= 0; i--) {
      var line = sent.get(i);
      if (line.hasId(fate.id())) {
        return move(line, fate.state(), fate.time());
      }
    }
    return false;
  }

  /** Marks messages as read by whom they were sent to; counts those that were not before. */
  int markRead(UserId reader, Collection<MessageId> read, long now) {
    var wanted = new HashSet<>(read);
    return (int) kept().stream()
        .filter(line -> line.to().equals(reader) && wanted.stream().anyMatch(line::hasId))
        .filter(line -> move(line, Receipt.State.READ, now))
        .count();
  }

  private boolean move(SentMessage line, Receipt.State state, long time) {
    boolean moved = line.move(state, time);
    if (moved) {
      line.number(++lastChange);
    }
    return moved;
  }

  /** Returns the receipts that changed after a change, in the order of their latest changes. */
  ReceiptChanges changesAfter(long change) {
    var changed = kept().stream().filter(line -> line.change() > change)
        .sorted(Comparator.comparingLong(SentMessage::change))
        .map(SentMessage::receipt).toList();
    return new ReceiptChanges(lastChange, changed);
  }

  List<Receipt> receipts() {
    return kept().stream().map(SentMessage::receipt).toList();
  }

  private List<SentMessage> kept() {
    return sent.subList(Math.max(0, sent.size() - maxReceipts), sent.size());
  }

  boolean isEmpty() {
    return sent.isEmpty() && ids.isEmpty();
  }

  /** Returns whose mailboxes know more than these books: something may have expired there. */
  Set<UserId> open() {
    return kept().stream().filter(SentMessage::isOpen).map(SentMessage::to)
        .collect(Collectors.toSet());
  }

  long bytes() {
    return bytes;
  }

  /** Returns what {@link #bytes} must be, by adding up. */
  long countedBytes() {
    return Charge.OUTBOX + sent.size() * Charge.RECEIPT
        + ids.keySet().stream().mapToLong(Charge::key).sum();
  }

  void pack(Packer packer) {
    packer.putAll(sent, (to, line) -> line.pack(to))
        .putAll(ids.entrySet(), (to, id) -> to.putText(id.getKey())
            .putMessage(id.getValue().id()).putUser(id.getValue().to()).put(id.getValue().done()))
        .putNumber(lastChange).putNumber(maxReceipts).putNumber(maxIds);
  }

  static Outbox unpack(Unpacker from) {
    var outbox = new Outbox();
    outbox.sent.addAll(from.getAll(SentMessage::unpack));
    from.getAll(some -> outbox.ids.put(some.getText(),
        new Sent(some.getMessage(), some.getUser(), some.getBoolean())));
    outbox.lastChange = from.getNumber();
    outbox.maxReceipts = from.getInt();
    outbox.maxIds = from.getInt();
    outbox.acceptedIds = (int) outbox.ids.values().stream().filter(Sent::done).count();
    outbox.bytes = outbox.countedBytes();
    return outbox;
  }
}
