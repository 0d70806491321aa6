package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Receipts of sent messages, as their senders see them.
 *
 * <p><b>Threads:</b> any number.
 */
final class Receipts {
  private final Engine engine;
  private final MonotonicClock monotonicClock;

  Receipts(Engine engine, MonotonicClock monotonicClock) {
    this.engine = engine;
    this.monotonicClock = monotonicClock;
  }

  List<Receipt> sent(UserId sender) {
    settleReceivers(sender);
    return monotonicClock.receiptsShown(engine.require(sender, new Command.ShowReceipts()));
  }

  /** Returns everything stored for a user. */
  Export export(UserId user) {
    settleReceivers(user);
    var all = engine.require(user, new Command.ShowAll(monotonicClock.now()));
    return new Export(
        all.user(), monotonicClock.shown(all.mailbox()), monotonicClock.receiptsShown(all.sent()));
  }

  /**
   * Marks messages as read and returns how many of them were unread before. The reader's mailbox
   * knows best what was delivered: another process may not have told the sender yet.
   */
  int read(UserId reader, UserId sender, Collection<MessageId> ids) {
    var read = new HashSet<>(ids);
    var held = engine.require(
        reader, new Command.ShowHeld(List.copyOf(read), monotonicClock.now()));
    held.forEach(read::remove);
    var marked = engine.execute(
        sender, new Command.MarkRead(reader, List.copyOf(read), monotonicClock.now()));
    if (marked == null) {
      throw new UserNotFound(UserNotFound.Role.SENDER, sender);
    }
    return marked;
  }

  /** Expires due messages in the receivers' mailboxes, so the sender sees current receipts. */
  private void settleReceivers(UserId sender) {
    engine.require(sender, new Command.ShowOpenReceivers()).forEach(receiver ->
        engine.execute(receiver, new Command.Sweep(monotonicClock.now())));
  }
}
