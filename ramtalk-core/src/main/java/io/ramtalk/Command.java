package io.ramtalk;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of an {@link Account}: all it needs is in its components, so it can be sent to where
 * the account lives and applied there. Times are of the messenger's timeline, in milliseconds.
 *
 * @param <R> what the step answers; never null
 */
public sealed interface Command<R> {
  /**
   * Changes the account and answers. Called by an engine, which sees to it that no other command
   * runs on this account meanwhile.
   *
   * @param account the account to change
   * @param effects takes what the step means for others; for {@link Engine.Host#react}
   * @return the answer
   */
  R applyTo(Account account, Effects effects);

  /**
   * Returns by how much this step can make an account grow, so that an engine can reserve room
   * before it is applied. What acknowledges, frees or looks needs none. O(1).
   *
   * @param account the account, which nothing else changes before the step is applied
   * @return bytes, as {@link Account#bytes} counts them
   */
  default long growth(Account account) {
    return 0;
  }

  /**
   * Reserves room for the {@link #growth}.
   *
   * @param budget where
   * @param account the account, which nothing else changes before the step is applied
   * @return how much is reserved, in bytes
   * @throws RamExhausted if there is less; nothing is reserved then
   */
  default long reserve(RamBudget budget, Account account) {
    long bytes = growth(account);
    budget.reserve(bytes);
    return bytes;
  }

  /** Answers who the account belongs to. O(1). */
  record ShowUser() implements Command<User> {
    /** The only one that is needed. */
    public static final ShowUser INSTANCE = new ShowUser();

    @Override
    public User applyTo(Account account, Effects effects) {
      return account.user();
    }
  }

  /**
   * Changes name and picture, and answers the changed user.
   *
   * @param change what to change
   */
  record Change(ProfileChange.Checked change) implements Command<User> {
    @Override
    public User applyTo(Account account, Effects effects) {
      account.change(change.applyTo(account.user()));
      return account.user();
    }

    @Override
    public long growth(Account account) {
      return change.growth();
    }
  }

  /**
   * Opens a sender's books for a message: notes its receipt, and its own id if it has one.
   *
   * @param id the message
   * @param to who it is for
   * @param ownId the id that the sender gave it, or null
   * @param timed true if the message may disappear by itself
   * @param now the time
   * @param maxReceipts how many receipts are kept
   * @param maxIds how many own ids are kept
   */
  record BeginSend(MessageId id, UserId to, @Nullable String ownId, boolean timed, long now,
      int maxReceipts, int maxIds) implements Command<SendTicket> {
    @Override
    public SendTicket applyTo(Account account, Effects effects) {
      return account.beginSend(this);
    }

    @Override
    public long growth(Account account) {
      return account.growthBySending(this);
    }
  }

  /**
   * Closes a sender's books for a message. Answers true.
   *
   * @param id the message
   * @param ownId the id that the sender gave it, or null
   * @param accepted false if it did not get into the mailbox: it is forgotten then
   */
  record EndSend(MessageId id, @Nullable String ownId, boolean accepted)
      implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      account.endSend(this);
      return true;
    }
  }

  /**
   * Puts a message into the mailbox; answers false, and changes nothing, if there is no room and
   * none can be made. O(1), and O(mailbox) for a full one.
   *
   * @param message the message
   * @param capacity the most messages that the mailbox may hold
   * @param overflow what to do if it is full
   * @param now the time
   */
  record Offer(Message message, int capacity, Overflow overflow, long now)
      implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      return account.offer(this, effects);
    }

    @Override
    public long growth(Account account) {
      return account.growthByMessage(message);
    }
  }

  /**
   * Takes the oldest messages out of the mailbox and answers them, oldest first. An engine with an
   * {@link Engine#member} is not asked for this: a lost response would lose the messages.
   * O(mailbox).
   *
   * @param max the most messages to take
   * @param now the time
   */
  record Take(int max, long now) implements Command<List<Message>> {
    @Override
    public List<Message> applyTo(Account account, Effects effects) {
      return account.take(max, now, effects);
    }
  }

  /**
   * Hides the oldest messages for a lease and answers them, oldest first; the messages that the
   * lease has already are answered again. O(mailbox).
   *
   * @param handout how they are handed out
   */
  record HandOut(Handout handout) implements Command<List<Message>> {
    @Override
    public List<Message> applyTo(Account account, Effects effects) {
      return account.handOut(handout, effects);
    }

    /** A hand-over is on its way out, and lasts no longer than a connection: it needs no room. */
    @Override
    public long growth(Account account) {
      return handout.transit() ? 0 : Charge.lease(handout.lease()) + Charge.ALARM;
    }

    @Override
    public long reserve(RamBudget budget, Account account) {
      long bytes = growth(account);
      budget.reserveToFetch(bytes);
      return bytes;
    }
  }

  /**
   * Shows the oldest messages behind a place to a live connection, and hides them for the live
   * lease, which all live connections of the user share. It ends with the last of them, or when it
   * is not renewed in time. Without a stated connection nothing is shown. It needs no room: its id
   * is one for all, and the connections are few that a timer is set for. O(mailbox).
   *
   * @param after the place, 0 for the beginning
   * @param max the most messages
   * @param now the time
   * @param leaseEnd until when the live lease lasts at least
   */
  record Follow(long after, int max, long now, long leaseEnd) implements Command<List<Pushed>> {
    /** The id of the live lease, to acknowledge and release by. */
    public static final String LEASE = "live";

    @Override
    public List<Pushed> applyTo(Account account, Effects effects) {
      return account.follow(this, effects);
    }
  }

  /**
   * Tells the account how many connections and waits of the user a member has. With the last live
   * connection, what the live lease has goes back; while there is one, the lease is renewed. A
   * repeated statement changes nothing, and neither does one that comes after a later one.
   * O(mailbox).
   *
   * @param counts the numbers
   * @param leaseEnd until when the live lease lasts at least
   * @param now the time
   */
  record StateConnections(ConnectionCounts counts, long leaseEnd, long now)
      implements Command<StatedConnections> {
    @Override
    public StatedConnections applyTo(Account account, Effects effects) {
      return account.state(this, effects);
    }
  }

  /**
   * Forgets the connections and waits of members that are gone. Answers whether there were any.
   * O(mailbox).
   *
   * @param present the members that are there
   * @param now the time
   */
  record RetainMembers(Collection<UUID> present, long now) implements Command<Boolean> {
    /**
     * Says whether there is anything to forget.
     *
     * @param account the account to look at
     * @return false if this command would change nothing
     */
    public boolean isDueIn(Account account) {
      return account.knowsOthersThan(present);
    }

    @Override
    public Boolean applyTo(Account account, Effects effects) {
      return account.retain(present, now, effects);
    }
  }

  /** Answers whether the user is there. O(1). */
  record ShowPresence() implements Command<Presence> {
    @Override
    public Presence applyTo(Account account, Effects effects) {
      return account.presence();
    }
  }

  /** Answers who the account belongs to and whether the user is there. O(1). */
  record ShowListed() implements Command<Listed> {
    @Override
    public Listed applyTo(Account account, Effects effects) {
      return account.listed();
    }
  }

  /**
   * Answers the receipts that changed after a change. O(receipts).
   *
   * @param change the number of the change, 0 for all
   */
  record ShowReceiptChanges(long change) implements Command<ReceiptChanges> {
    @Override
    public ReceiptChanges applyTo(Account account, Effects effects) {
      return account.receiptsAfter(change);
    }
  }

  /**
   * Deletes messages that a lease was given. O(mailbox).
   *
   * @param lease the id of the lease
   * @param ids which messages, or null for all
   * @param now the time
   */
  record Acknowledge(String lease, @Nullable Collection<MessageId> ids, long now)
      implements Command<Acknowledged> {
    @Override
    public Acknowledged applyTo(Account account, Effects effects) {
      return account.acknowledge(lease, ids, now, effects);
    }
  }

  /**
   * Gives messages of a lease back to their places, and answers how many. O(mailbox).
   *
   * @param lease the id of the lease
   * @param ids which messages, or null for all
   * @param now the time
   */
  record Release(String lease, @Nullable Collection<MessageId> ids, long now)
      implements Command<Integer> {
    @Override
    public Integer applyTo(Account account, Effects effects) {
      return account.release(lease, ids, now, effects);
    }
  }

  /**
   * Answers the oldest messages that nobody has leased, and marks them as seen. O(mailbox).
   *
   * @param max the most messages to show
   * @param now the time
   */
  record Peek(int max, long now) implements Command<List<Message>> {
    @Override
    public List<Message> applyTo(Account account, Effects effects) {
      return account.peek(max, now, effects);
    }
  }

  /**
   * Answers whether there is a message that nobody has leased. O(mailbox).
   *
   * @param now the time
   */
  record HasMail(long now) implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      return account.hasMail(now, effects);
    }
  }

  /**
   * Lets what is due happen: messages disappear, leases end. Answers true. O(mailbox).
   *
   * @param now the time
   */
  record Sweep(long now) implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      account.sweep(now, effects);
      return true;
    }
  }

  /**
   * Notes in a sender's books what became of a message; answers whether that was news.
   * O(receipts).
   *
   * @param fate the news
   */
  @SuppressWarnings("AvoidCommonTypeNames")
  record Record(Fate fate) implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      return account.record(fate, effects);
    }
  }

  /**
   * Notes in a sender's books that messages were read, and answers of how many that was news.
   * O(receipts).
   *
   * @param reader who read them; only messages to this user are marked
   * @param ids the messages
   * @param now the time
   */
  record MarkRead(UserId reader, Collection<MessageId> ids, long now)
      implements Command<Integer> {
    @Override
    public Integer applyTo(Account account, Effects effects) {
      return account.markRead(reader, ids, now, effects);
    }
  }

  /** Answers the receipts of a sender, oldest first. O(receipts). */
  record ShowReceipts() implements Command<List<Receipt>> {
    @Override
    public List<Receipt> applyTo(Account account, Effects effects) {
      return account.receipts();
    }
  }

  /** Answers in whose mailboxes something that was sent may have expired. O(receipts). */
  record ShowOpenReceivers() implements Command<Set<UserId>> {
    @Override
    public Set<UserId> applyTo(Account account, Effects effects) {
      return account.openReceivers();
    }
  }

  /**
   * Answers everything that is kept of the user. O(mailbox + receipts).
   *
   * @param now the time
   */
  record ShowAll(long now) implements Command<Export> {
    @Override
    public Export applyTo(Account account, Effects effects) {
      return new Export(account.user(), account.contents(now, effects), account.receipts());
    }
  }

  /**
   * Answers how much is kept of the user, and changes nothing but what is due. O(mailbox).
   *
   * @param now the time
   */
  record Count(long now) implements Command<Holdings> {
    @Override
    public Holdings applyTo(Account account, Effects effects) {
      return account.holdings(now, effects);
    }
  }

  /**
   * Empties the account of a user who leaves. Answers true. O(mailbox).
   *
   * @param now the time
   */
  record Delete(long now) implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      account.delete(now, effects);
      return true;
    }
  }
}
