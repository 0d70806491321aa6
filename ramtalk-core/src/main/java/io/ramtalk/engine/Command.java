package io.ramtalk.engine;

import io.ramtalk.Acknowledged;
import io.ramtalk.Export;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.Overflow;
import io.ramtalk.Presence;
import io.ramtalk.ProfileChange;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.Receipt;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One operation on an {@link Account}. It is self-contained, so it can be sent to the process that
 * stores the account and applied there. Times are milliseconds on the messenger's timeline.
 *
 * @param <R> the type of the result; never null
 */
public sealed interface Command<R> {
  /** The id of the live lease, for acknowledging and releasing. */
  String LIVE_LEASE = "live";

  /**
   * Applies this command to an account. Called by an engine, which ensures that no other command
   * runs on this account at the same time.
   *
   * @param account the account to change
   * @param effects receives the effects on others; for {@link Engine.Host#react}
   * @return the result
   */
  R applyTo(Account account, Effects effects);

  /**
   * Returns the most bytes by which this command can grow an account, so that an engine can reserve
   * memory first. Commands that acknowledge, release or read need none. O(1).
   *
   * @param account the account, which must not change before the command is applied
   * @return bytes, as {@link Account#bytes} counts them
   */
  default long growth(Account account) {
    return 0;
  }

  /**
   * Reserves memory for the {@link #growth}.
   *
   * @param budget the budget to reserve in
   * @param account the account, which must not change before the command is applied
   * @return the number of reserved bytes
   * @throws RamExhausted if the budget has less left; nothing is reserved then
   */
  default long reserve(RamBudget budget, Account account) {
    long bytes = growth(account);
    budget.reserve(bytes);
    return bytes;
  }

  /**
   * Returns whether the backups of an account must apply this command too. An empty poll updates
   * only the last-seen time, which a backup does not need. O(1).
   *
   * @param result the result of applying the command
   * @param hasEffects whether it had effects on others
   * @return true if the command must be replayed
   */
  default boolean mustReplay(R result, boolean hasEffects) {
    return true;
  }

  /**
   * A command that reads. It changes state only when something is due, and then has effects.
   *
   * @param <R> the type of the result
   */
  sealed interface Query<R> extends Command<R> {
    @Override
    default boolean mustReplay(R result, boolean hasEffects) {
      return hasEffects;
    }
  }

  /**
   * A query for a copy of the account for another process. It shares texts and pictures with the
   * account, so it is small. Connections, transfers and sends under way are not copied: messages
   * that they hold are waiting in the copy. O(messages stored).
   *
   * @param now the time
   */
  record Copy(long now) implements Query<Account> {
    @Override
    public Account applyTo(Account account, Effects effects) {
      return account.copy(now);
    }
  }

  /** A query for the owner of the account. O(1). */
  record ShowUser() implements Query<User> {
    /** The shared instance. */
    public static final ShowUser INSTANCE = new ShowUser();

    @Override
    public User applyTo(Account account, Effects effects) {
      return account.user();
    }
  }

  /**
   * A change of name and picture. Returns the changed user.
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
      return MemoryCost.change(change.name(), change.image());
    }
  }

  /**
   * The start of a send: stores the receipt of a message, and its idempotency key if it has one.
   *
   * @param id the id of the message
   * @param to the receiver
   * @param idempotencyKey the idempotency key, or null
   * @param timed true if the message can expire or self-destruct
   * @param now the time
   * @param maxReceipts maximum number of receipts kept
   * @param maxIds maximum number of idempotency keys kept
   */
  record BeginSend(MessageId id, UserId to, @Nullable String idempotencyKey, boolean timed,
      long now, int maxReceipts, int maxIds) implements Command<SendTicket> {
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
   * The completion of a send. Returns true.
   *
   * @param id the id of the message
   * @param idempotencyKey the idempotency key, or null
   * @param accepted false if the mailbox rejected the message; its receipt is then removed
   */
  record EndSend(MessageId id, @Nullable String idempotencyKey, boolean accepted)
      implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      account.endSend(this);
      return true;
    }
  }

  /**
   * The delivery of a message to the mailbox. Returns false and changes nothing if the mailbox is
   * full and no room can be made. O(1), and O(mailbox) for a full mailbox.
   *
   * @param message the message
   * @param capacity maximum number of messages in the mailbox
   * @param overflow what to do when the mailbox is full
   * @param now the time
   */
  record Offer(StoredMessage message, int capacity, Overflow overflow, long now)
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
   * The removal of the oldest messages, which are returned oldest first. Not used with an engine
   * that has an {@link Engine#member}: a lost response would lose the messages. O(mailbox).
   *
   * @param max maximum number of messages
   * @param now the time
   */
  record Take(int max, long now) implements Command<List<Message>> {
    @Override
    public List<Message> applyTo(Account account, Effects effects) {
      return account.take(max, now, effects);
    }

    @Override
    public boolean mustReplay(List<Message> result, boolean hasEffects) {
      return hasEffects || !result.isEmpty();
    }
  }

  /**
   * A lease of the oldest messages, which are returned oldest first. Messages that the lease
   * already holds are returned again. O(mailbox).
   *
   * @param request the lease request
   */
  record Lease(LeaseRequest request) implements Command<List<Message>> {
    @Override
    public List<Message> applyTo(Account account, Effects effects) {
      return account.lease(request, effects);
    }

    @Override
    public boolean mustReplay(List<Message> result, boolean hasEffects) {
      return hasEffects || !result.isEmpty();
    }

    /** A transfer needs no memory: it lasts no longer than the connection that it writes to. */
    @Override
    public long growth(Account account) {
      return request.transit() ? 0 : MemoryCost.lease(request.lease()) + MemoryCost.TIMER;
    }

    @Override
    public long reserve(RamBudget budget, Account account) {
      long bytes = growth(account);
      budget.reserveToFetch(bytes);
      return bytes;
    }
  }

  /**
   * A poll of a live connection: the oldest messages after a position, and the receipts that
   * changed after a given change. The live lease holds the messages. All live connections of the
   * user share it, and it ends with the last one, or when it is not renewed in time. Returns no
   * messages while no connection is stated. Needs no memory: the lease id is shared, and timers are
   * set for few accounts. O(mailbox + receipts).
   *
   * @param after the position, 0 for the beginning
   * @param change the number of the change, 0 for all receipts
   * @param max maximum number of messages; 0 for none
   * @param now the time
   * @param leaseEnd the earliest time at which the live lease may end
   */
  record PollNews(long after, long change, int max, long now, long leaseEnd)
      implements Command<NewsPage> {
    @Override
    public NewsPage applyTo(Account account, Effects effects) {
      return account.pollNews(this, effects);
    }

    @Override
    public boolean mustReplay(NewsPage result, boolean hasEffects) {
      return hasEffects || !result.messages().isEmpty();
    }
  }

  /**
   * A statement of the connections and waiting receivers that the user has on a member. Closing the
   * last live connection ends the live lease; otherwise the lease is renewed. Repeated and outdated
   * statements change nothing. O(mailbox).
   *
   * @param counts the numbers
   * @param leaseEnd the earliest time at which the live lease may end
   * @param now the time
   */
  record StateConnections(ConnectionCounts counts, long leaseEnd, long now)
      implements Command<StatedConnections> {
    @Override
    public StatedConnections applyTo(Account account, Effects effects) {
      return account.state(this, effects);
    }

    @Override
    public boolean mustReplay(StatedConnections result, boolean hasEffects) {
      return hasEffects || result.accepted();
    }
  }

  /**
   * The removal of the connections and waiting receivers of departed members. Returns true if there
   * were any. O(mailbox).
   *
   * @param present the current members
   * @param now the time
   */
  record RetainMembers(Collection<UUID> present, long now) implements Command<Boolean> {
    /**
     * Returns whether there is anything to remove.
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

  /** A query for the presence of the user. O(1). */
  record ShowPresence() implements Query<Presence> {
    @Override
    public Presence applyTo(Account account, Effects effects) {
      return account.presence();
    }
  }

  /** A query for the user and its presence. O(1). */
  record ShowListed() implements Query<UserPresence> {
    @Override
    public UserPresence applyTo(Account account, Effects effects) {
      return account.listed();
    }
  }

  /**
   * The deletion of messages that a lease holds. O(mailbox).
   *
   * @param lease the id of the lease
   * @param ids the messages, or null for all
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
   * The release of leased messages to their places. Returns their number. O(mailbox).
   *
   * @param lease the id of the lease
   * @param ids the messages, or null for all
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
   * A query for the oldest messages without a lease, which marks them as seen. O(mailbox).
   *
   * @param max maximum number of messages
   * @param now the time
   */
  record Peek(int max, long now) implements Command<List<Message>> {
    @Override
    public List<Message> applyTo(Account account, Effects effects) {
      return account.peek(max, now, effects);
    }

    @Override
    public boolean mustReplay(List<Message> result, boolean hasEffects) {
      return hasEffects || !result.isEmpty();
    }
  }

  /**
   * A query whether the mailbox has a message without a lease. O(mailbox).
   *
   * @param now the time
   */
  record HasMail(long now) implements Query<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      return account.hasMail(now, effects);
    }
  }

  /**
   * The expiry of all due messages and leases. Returns true. O(mailbox).
   *
   * @param now the time
   */
  record Sweep(long now) implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      account.sweep(now, effects);
      return true;
    }

    @Override
    public boolean mustReplay(Boolean result, boolean hasEffects) {
      return hasEffects;
    }
  }

  /**
   * A delivery report for the sender's outbox. Returns true if it changed a receipt.
   * O(receipts).
   *
   * @param report the delivery report
   */
  @SuppressWarnings("AvoidCommonTypeNames")
  record ApplyReport(DeliveryReport report) implements Command<Boolean> {
    @Override
    public Boolean applyTo(Account account, Effects effects) {
      return account.apply(report, effects);
    }
  }

  /**
   * A query for those of some messages that the mailbox holds and no transfer carries: its owner
   * cannot have read them. O(mailbox + ids).
   *
   * @param ids the messages
   * @param now the time
   */
  record ShowHeld(Collection<MessageId> ids, long now) implements Query<List<MessageId>> {
    @Override
    public List<MessageId> applyTo(Account account, Effects effects) {
      return account.held(ids, now, effects);
    }
  }

  /**
   * A read report for the sender's outbox. Returns the number of messages not read before. It may
   * arrive before the delivery report of the same message. O(receipts).
   *
   * @param reader the reader; only messages to this user are marked
   * @param ids the messages, without those that {@link ShowHeld} returned
   * @param now the time
   */
  record MarkRead(UserId reader, Collection<MessageId> ids, long now)
      implements Command<Integer> {
    @Override
    public Integer applyTo(Account account, Effects effects) {
      return account.markRead(reader, ids, now, effects);
    }
  }

  /** A query for the receipts of a sender, oldest first. O(receipts). */
  record ShowReceipts() implements Query<List<Receipt>> {
    @Override
    public List<Receipt> applyTo(Account account, Effects effects) {
      return account.receipts();
    }
  }

  /** A query for the users whose mailboxes may hold expired messages of the sender. O(receipts). */
  record ShowOpenReceivers() implements Query<Set<UserId>> {
    @Override
    public Set<UserId> applyTo(Account account, Effects effects) {
      return account.openReceivers();
    }
  }

  /**
   * A query for everything stored for the user. O(mailbox + receipts).
   *
   * @param now the time
   */
  record ShowAll(long now) implements Query<Export> {
    @Override
    public Export applyTo(Account account, Effects effects) {
      return new Export(account.user(), account.contents(now, effects), account.receipts());
    }
  }

  /**
   * A query for the storage used by the user. Applies only due changes. O(mailbox).
   *
   * @param now the time
   */
  record Count(long now) implements Query<AccountUsage> {
    @Override
    public AccountUsage applyTo(Account account, Effects effects) {
      return account.usage(now, effects);
    }
  }

  /**
   * The deletion of all messages of a user who leaves. Returns true. O(mailbox).
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
