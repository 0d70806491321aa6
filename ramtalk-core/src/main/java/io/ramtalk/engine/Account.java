package io.ramtalk.engine;

import io.ramtalk.Acknowledged;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.Mobile;
import io.ramtalk.Presence;
import io.ramtalk.Receipt;
import io.ramtalk.SequencedMessage;
import io.ramtalk.Usage;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything stored for one user, and the rules for changing it: a deterministic state machine.
 *
 * <p>The same state and the same {@link Command} produce the same new state, result and effects on
 * every machine. Ids, limits and the time are arguments of the command; an account never reads a
 * clock, draws a random number or does I/O. An engine can therefore apply a command again on a
 * copy.
 *
 * <p><b>Threads:</b> one at a time; the engine ensures this. <b>Cost:</b> documented per command.
 */
public sealed class Account extends IdEntry permits HeapAccount {
  /* A large messenger has many users and little mail. So the profile is stored as plain numbers,
   * rare fields live in a separate object, and mailbox and outbox are created on first use. */
  private final long number;
  private final long since;
  private long lastSeen = Engine.NEVER;
  private long shortName;
  private int lastEnded;
  private MemberConnections connections = MemberConnections.NONE;
  private @Nullable Particulars particulars;
  private @Nullable Mailbox mailbox;
  private @Nullable Outbox outbox;

  /**
   * Creates the account of a new user, with an empty mailbox.
   *
   * @param user the owner; the time of the sign-up is stored in milliseconds
   */
  public Account(User user) {
    super(user.id());
    number = PackedMobile.of(user.mobile());
    since = user.since().toEpochMilli();
    change(user);
  }

  /** Takes over the content of another account, which must not be used afterwards. */
  Account(Account other) {
    super(other.id());
    number = other.number;
    since = other.since;
    lastSeen = other.lastSeen;
    shortName = other.shortName;
    lastEnded = other.lastEnded;
    connections = other.connections;
    particulars = other.particulars;
    mailbox = other.mailbox;
    outbox = other.outbox;
  }

  /** Returns a copy without connections and transfers, which shares only what never changes. */
  final Account copy(long now) {
    var copy = new Account(this);
    copy.lastSeen = isOnline() ? now : lastSeen;
    copy.lastEnded = 0;
    copy.connections = MemberConnections.NONE;
    copy.mailbox = mailbox == null ? null : mailbox.copy();
    copy.outbox = outbox == null ? null : outbox.copy();
    return copy;
  }

  /** Makes the positions of all later messages greater than any that a client can know. */
  final void skipPositions() {
    if (mailbox != null) {
      mailbox.skipPositions();
    }
  }

  /**
   * Returns the owner of this account.
   *
   * @return the user
   */
  public final User user() {
    var rare = particulars;
    var canonical = PackedMobile.canonical(number);
    var given = rare == null || rare.given() == null ? canonical : rare.given();
    var name = rare == null || rare.name() == null ? ShortName.text(shortName) : rare.name();
    return new User(id(), new Mobile(given, canonical), name, rare == null ? null : rare.image(),
        Instant.ofEpochMilli(since));
  }

  /** Returns the canonical number, packed. */
  final long number() {
    return number;
  }

  /**
   * Returns the number of bytes this account counts against the byte budget.
   *
   * @return the size in bytes
   */
  public final long bytes() {
    return profileBytes() + (mailbox == null ? 0 : mailbox.bytes())
        + (outbox == null ? 0 : outbox.bytes());
  }

  /**
   * Returns the time at which {@link Command.Sweep} next has work to do.
   *
   * @return a time of the messenger's timeline, in milliseconds; {@link Long#MAX_VALUE} for never
   */
  public final long nextTimer() {
    return mailbox == null ? Engine.NEVER : mailbox.nextTimer();
  }

  /**
   * Returns the number of messages in the mailbox, leased or not.
   *
   * @return messages, some of which may be about to expire
   */
  public final int messageCount() {
    return mailbox == null ? 0 : mailbox.size();
  }

  private long profileBytes() {
    return MemoryCost.USER + (particulars == null ? 0 : particulars.bytes());
  }

  final void change(User changed) {
    shortName = ShortName.fits(changed.name()) ? ShortName.of(changed.name()) : 0;
    particulars = Particulars.of(changed);
  }

  /** Returns the most bytes by which a send can grow the outbox. */
  final long growthBySending(Command.BeginSend send) {
    var known = outbox;
    long receipt = known == null
        ? MemoryCost.OUTBOX + MemoryCost.RECEIPT : known.growthByReceipt(send.maxReceipts());
    long ids = known == null ? MemoryCost.IDEMPOTENCY_KEYS : known.growthByIds();
    return receipt
        + (send.idempotencyKey() == null ? 0 : ids + MemoryCost.key(send.idempotencyKey()));
  }

  /** Returns the most bytes by which storing a message can grow this account. */
  final long growthByMessage(StoredMessage message) {
    return (mailbox == null ? MemoryCost.MAILBOX : 0) + MemoryCost.message(message)
        + (message.isTimed() ? MemoryCost.TIMER : 0);
  }

  final boolean offer(Command.Offer offer, Effects effects) {
    if (mailbox == null) {
      mailbox = new Mailbox();
    }
    return mailbox.offer(offer, effects);
  }

  /** Stores the connection counts that a member states, unless a later statement is known. */
  final StatedConnections state(Command.StateConnections command, Effects effects) {
    var stated = command.counts();
    var known = connections.of(stated.member());
    boolean accepted = known != null || stated.isNone() || stated.isLaterThan(lastEnded);
    if (known == null ? accepted : stated.isLaterThan(known.sequence())) {
      boolean isSame = known != null && known.connections() == stated.connections()
          && known.waits() == stated.waits();
      ended(stated.isNone() ? List.of(stated) : List.of());
      change(connections.with(stated), isSame ? lastSeen : command.now(), effects);
    }
    boolean leased = accepted && mailbox != null && mailbox.renewLive(command, effects);
    return new StatedConnections(accepted, lastEnded, leased);
  }

  final boolean knowsOthersThan(Collection<UUID> present) {
    return !connections.except(present).isEmpty();
  }

  /** Removes the connection counts of departed members. Returns true if there were any. */
  final boolean retain(Collection<UUID> present, long now, Effects effects) {
    var gone = connections.except(present);
    ended(gone);
    var left = connections;
    for (var known : gone) {
      left = left.with(new ConnectionCounts(known.member(), known.sequence(), 0, 0));
    }
    if (!gone.isEmpty()) {
      change(left, now, effects);
    }
    return !gone.isEmpty();
  }

  /** Remembers the latest sequence number of removed counts, to reject earlier statements. */
  private void ended(List<ConnectionCounts> counts) {
    for (var some : counts) {
      lastEnded = some.isLaterThan(lastEnded) ? some.sequence() : lastEnded;
    }
  }

  /**
   * Stores the changed counts. When the last live connection closes, its unacknowledged messages
   * return to the queue. When the first one opens, its doorbell rings: it may have polled while the
   * account did not count it.
   */
  private void change(MemberConnections changed, long now, Effects effects) {
    boolean onlineBefore = isOnline();
    boolean connectedBefore = connections.hasConnections();
    connections = changed;
    lastSeen = now;
    if (connectedBefore && !connections.hasConnections() && mailbox != null) {
      mailbox.endFollowing(now, effects);
    }
    if (!connectedBefore && connections.hasConnections() && hasMail(now, effects)) {
      effects.ring();
    }
    if (isOnline() != onlineBefore) {
      effects.changePresence();
    }
  }

  final boolean isOnline() {
    return !connections.isEmpty();
  }

  final Presence presence() {
    return new Presence(
        isOnline(), lastSeen == Engine.NEVER ? null : Instant.ofEpochMilli(lastSeen));
  }

  /** Delivers only while a connection is counted; otherwise the messages would never return. */
  final NewsPage pollNews(Command.PollNews poll, Effects effects) {
    var box = mailbox;
    List<SequencedMessage> messages = List.of();
    boolean more = false;
    if (box != null && connections.hasConnections() && poll.max() > 0) {
      messages = box.follow(poll, effects);
      more = messages.size() == poll.max()
          && box.hasNews(messages.get(messages.size() - 1).sequence());
    }
    return new NewsPage(messages, more, outbox == null ? 0 : outbox.lastChange(),
        outbox == null ? List.of() : outbox.changesAfter(poll.change()));
  }

  final List<Message> take(int max, long now, Effects effects) {
    lastSeen = now;
    return mailbox == null ? List.of() : mailbox.take(max, now, effects);
  }

  final List<Message> lease(LeaseRequest request, Effects effects) {
    lastSeen = request.now();
    return mailbox == null ? List.of() : mailbox.lease(request, effects);
  }

  final Acknowledged acknowledge(
      String lease, @Nullable Collection<MessageId> ids, long now, Effects effects) {
    return mailbox == null ? new Acknowledged(0, ids == null ? 0 : Set.copyOf(ids).size(), 0)
        : mailbox.acknowledge(lease, ids, now, effects);
  }

  final int release(
      String lease, @Nullable Collection<MessageId> ids, long now, Effects effects) {
    return mailbox == null ? 0 : mailbox.release(lease, ids, now, effects);
  }

  final List<Message> peek(int max, long now, Effects effects) {
    return mailbox == null ? List.of() : mailbox.peek(max, now, effects);
  }

  final List<Message> contents(long now, Effects effects) {
    return mailbox == null ? List.of() : mailbox.contents(now, effects);
  }

  final List<MessageId> held(Collection<MessageId> ids, long now, Effects effects) {
    return mailbox == null ? List.of() : mailbox.held(ids, now, effects);
  }

  final boolean hasMail(long now, Effects effects) {
    if (mailbox == null) {
      return false;
    }
    mailbox.settle(now, effects);
    return mailbox.hasWaiting();
  }

  final void sweep(long now, Effects effects) {
    if (mailbox != null) {
      mailbox.settle(now, effects);
    }
  }

  final AccountUsage usage(long now, Effects effects) {
    sweep(now, effects);
    var held = mailbox == null ? AccountUsage.NONE : mailbox.usage();
    long picture = particulars == null ? 0 : MemoryCost.image(particulars.image());
    var rest = new Usage.Bytes(
        profileBytes() - picture, picture, 0, 0, outbox == null ? 0 : outbox.bytes());
    return new AccountUsage(
        held.waiting(), held.leased(), held.oldest(), held.bytes().plus(rest));
  }

  final void delete(long now, Effects effects) {
    if (mailbox != null) {
      mailbox.delete(now, effects);
    }
    effects.ring();
    effects.changePresence();
  }

  final SendTicket beginSend(Command.BeginSend send) {
    lastSeen = send.now();
    if (outbox == null) {
      outbox = new Outbox();
    }
    return outbox.begin(send, id());
  }

  final void endSend(Command.EndSend end) {
    if (outbox != null) {
      outbox.end(end);
      if (outbox.isEmpty()) {
        outbox = null;
      }
    }
  }

  final boolean apply(DeliveryReport report, Effects effects) {
    boolean news = outbox != null && outbox.record(report);
    ringIfConnected(news, effects);
    return news;
  }

  final int markRead(UserId reader, Collection<MessageId> ids, long now, Effects effects) {
    int marked = outbox == null ? 0 : outbox.markRead(reader, ids, now);
    ringIfConnected(marked > 0, effects);
    return marked;
  }

  private void ringIfConnected(boolean news, Effects effects) {
    if (news && connections.hasConnections()) {
      effects.ring();
    }
  }

  final UserPresence listed() {
    return new UserPresence(user(), presence());
  }

  final List<Receipt> receipts() {
    return outbox == null ? List.of() : outbox.receipts();
  }

  final Set<UserId> openReceivers() {
    return outbox == null ? Set.of() : outbox.open();
  }

  /** Recalculates {@link #bytes} from scratch. */
  final long countedBytes() {
    return MemoryCost.user(user()) + (mailbox == null ? 0 : mailbox.countedBytes())
        + (outbox == null ? 0 : outbox.countedBytes());
  }

  final void pack(Packer packer) {
    AccountCodec.packUser(packer, user());
    packer.putIfAny(mailbox, (to, some) -> some.pack(to))
        .putIfAny(outbox, (to, some) -> some.pack(to))
        .putLong(lastSeen).putNumber(lastEnded);
    connections.pack(packer);
  }

  static Account unpack(Unpacker from) {
    var account = new Account(AccountCodec.unpackUser(from));
    account.mailbox = from.getIfAny(Mailbox::unpack);
    account.outbox = from.getIfAny(Outbox::unpack);
    account.lastSeen = from.getLong();
    account.lastEnded = from.getInt();
    account.connections = MemberConnections.unpack(from);
    return account;
  }
}
