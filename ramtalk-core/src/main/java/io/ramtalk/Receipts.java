package io.ramtalk;

import java.util.Collection;
import java.util.List;

/**
 * Receipts of sent messages, as their senders see them.
 *
 * <p><b>Threads:</b> any number.
 */
final class Receipts {
  private final Accounts accounts;
  private final MonotonicClock monotonicClock;

  Receipts(Accounts accounts, MonotonicClock monotonicClock) {
    this.accounts = accounts;
    this.monotonicClock = monotonicClock;
  }

  List<Receipt> sent(UserId sender) {
    settleReceivers(sender);
    return monotonicClock.receiptsShown(accounts.execute(sender, new Command.ShowReceipts()));
  }

  /** Returns everything stored for a user. */
  Export export(UserId user) {
    settleReceivers(user);
    var all = accounts.execute(user, new Command.ShowAll(monotonicClock.now()));
    return new Export(
        all.user(), monotonicClock.shown(all.mailbox()), monotonicClock.receiptsShown(all.sent()));
  }

  /** Marks messages as read and returns how many of them were unread before. */
  int read(UserId reader, UserId sender, Collection<MessageId> ids) {
    accounts.execute(reader, Command.ShowUser.INSTANCE);
    var marked = accounts.engine().execute(
        sender, new Command.MarkRead(reader, List.copyOf(ids), monotonicClock.now()));
    if (marked == null) {
      throw new UserNotFound(UserNotFound.Role.SENDER, sender);
    }
    return marked;
  }

  /** Expires due messages in the receivers' mailboxes, so the sender sees current receipts. */
  private void settleReceivers(UserId sender) {
    accounts.execute(sender, new Command.ShowOpenReceivers()).forEach(receiver ->
        accounts.engine().execute(receiver, new Command.Sweep(monotonicClock.now())));
  }
}
