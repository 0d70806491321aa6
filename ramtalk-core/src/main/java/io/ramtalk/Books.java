package io.ramtalk;

import java.util.Collection;
import java.util.List;

/**
 * What senders ask about what they sent.
 *
 * <p><b>Threads:</b> any number.
 */
final class Books {
  private final Accounts accounts;
  private final Timeline timeline;

  Books(Accounts accounts, Timeline timeline) {
    this.accounts = accounts;
    this.timeline = timeline;
  }

  List<Receipt> sent(UserId sender) {
    settleReceivers(sender);
    return timeline.receiptsShown(accounts.execute(sender, new Command.ShowReceipts()));
  }

  /** Returns everything that is kept of a user. */
  Export export(UserId user) {
    settleReceivers(user);
    var all = accounts.execute(user, new Command.ShowAll(timeline.now()));
    return new Export(
        all.user(), timeline.shown(all.mailbox()), timeline.receiptsShown(all.sent()));
  }

  /** Notes that messages were read, and says of how many that was news. */
  int read(UserId reader, UserId sender, Collection<MessageId> ids) {
    accounts.execute(reader, Command.ShowUser.INSTANCE);
    var marked = accounts.engine().execute(
        sender, new Command.MarkRead(reader, List.copyOf(ids), timeline.now()));
    if (marked == null) {
      throw new UserNotFound(UserNotFound.Role.SENDER, sender);
    }
    return marked;
  }

  /** Lets what has expired in other mailboxes be known to its sender before it looks. */
  private void settleReceivers(UserId sender) {
    accounts.execute(sender, new Command.ShowOpenReceivers()).forEach(receiver ->
        accounts.engine().execute(receiver, new Command.Sweep(timeline.now())));
  }
}
