package io.ramtalk;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of one user, and the rules it follows: a deterministic state machine.
 *
 * <p>The same state and the same {@link Command} give the same new state, the same result and the
 * same effects, on any machine: ids, limits and the time are arguments of the command, and nothing
 * in here reads a clock, draws a random number or does I/O. So an engine may apply a command again
 * on a copy.
 *
 * <p><b>Threads:</b> one at a time; the engine sees to it. <b>Cost:</b> as the commands say.
 */
public final class Account {
  /* Mailbox and outbox are made when they are first needed: most users of a large messenger have
   * neither mail nor sent any. */
  private User user;
  private long userBytes;
  private @Nullable Mailbox mailbox;
  private @Nullable Outbox outbox;
  private Effects effects = new Effects();
  private long lastSeen = Message.NEVER;
  private int connections;
  private int waits;

  /**
   * Creates the account of a new user, with an empty mailbox.
   *
   * @param user who it belongs to
   */
  public Account(User user) {
    this.user = user;
    userBytes = Charge.user(user);
  }

  /**
   * Returns who this account belongs to.
   *
   * @return the user
   */
  public User user() {
    return user;
  }

  /**
   * Returns what this account counts against the byte budget.
   *
   * @return bytes
   */
  public long bytes() {
    return userBytes + (mailbox == null ? 0 : mailbox.bytes())
        + (outbox == null ? 0 : outbox.bytes());
  }

  /**
   * Returns when {@link Command.Sweep} next finds something to do.
   *
   * @return a time of the messenger, in milliseconds; {@link Long#MAX_VALUE} for never
   */
  public long nextAlarm() {
    return mailbox == null ? Message.NEVER : mailbox.nextAlarm();
  }

  /**
   * Takes out what the commands since the last time mean for others.
   *
   * @return the effects, or null if there are none
   */
  public @Nullable Effects takeEffects() {
    if (effects.isEmpty()) {
      return null;
    }
    var taken = effects;
    effects = new Effects();
    return taken;
  }

  void change(User changed) {
    user = changed;
    userBytes = Charge.user(changed);
  }

  boolean offer(Command.Offer offer) {
    if (mailbox == null) {
      mailbox = new Mailbox();
    }
    return mailbox.offer(offer, effects);
  }

  void connect(long now) {
    boolean before = isOnline();
    connections++;
    seen(before, now);
  }

  /** Ends a live connection; with the last one, what was pushed and not acknowledged goes back. */
  void disconnect(long now) {
    boolean before = isOnline();
    connections--;
    if (connections == 0 && mailbox != null) {
      mailbox.endFollowing(now, effects);
    }
    seen(before, now);
  }

  void beginWait(long now) {
    boolean before = isOnline();
    waits++;
    seen(before, now);
  }

  void endWait(long now) {
    boolean before = isOnline();
    waits--;
    seen(before, now);
  }

  private boolean isOnline() {
    return connections + waits > 0;
  }

  private void seen(boolean onlineBefore, long now) {
    lastSeen = now;
    if (isOnline() != onlineBefore) {
      effects.changePresence();
    }
  }

  Presence presence() {
    return new Presence(
        isOnline(), lastSeen == Message.NEVER ? null : Instant.ofEpochMilli(lastSeen));
  }

  List<Pushed> follow(Command.Follow follow) {
    return mailbox == null ? List.of() : mailbox.follow(follow, effects);
  }

  List<Message> take(int max, long now) {
    lastSeen = now;
    return mailbox == null ? List.of() : mailbox.take(max, now, effects);
  }

  List<Message> handOut(Handout handout) {
    lastSeen = handout.now();
    return mailbox == null ? List.of() : mailbox.handOut(handout, effects);
  }

  Acknowledged acknowledge(String lease, @Nullable Collection<MessageId> ids, long now) {
    return mailbox == null ? new Acknowledged(0, ids == null ? 0 : Set.copyOf(ids).size(), 0)
        : mailbox.acknowledge(lease, ids, now, effects);
  }

  int release(String lease, @Nullable Collection<MessageId> ids, long now) {
    return mailbox == null ? 0 : mailbox.release(lease, ids, now, effects);
  }

  List<Message> peek(int max, long now) {
    return mailbox == null ? List.of() : mailbox.peek(max, now, effects);
  }

  List<Message> contents(long now) {
    return mailbox == null ? List.of() : mailbox.contents(now, effects);
  }

  boolean hasMail(long now) {
    if (mailbox == null) {
      return false;
    }
    mailbox.settle(now, effects);
    return mailbox.hasWaiting();
  }

  void sweep(long now) {
    if (mailbox != null) {
      mailbox.settle(now, effects);
    }
  }

  Holdings holdings(long now) {
    sweep(now);
    var held = mailbox == null ? Holdings.NONE : mailbox.holdings();
    long picture = Charge.image(user.image());
    var rest = new Census.Bytes(
        userBytes - picture, picture, 0, 0, outbox == null ? 0 : outbox.bytes());
    return new Holdings(
        held.waiting(), held.leased(), held.oldest(), held.bytes().plus(rest));
  }

  void delete(long now) {
    if (mailbox != null) {
      mailbox.delete(now, effects);
    }
    effects.ring();
    effects.changePresence();
  }

  SendTicket beginSend(Command.BeginSend send) {
    lastSeen = send.now();
    if (outbox == null) {
      outbox = new Outbox();
    }
    return outbox.begin(send, user.id());
  }

  void endSend(Command.EndSend end) {
    if (outbox != null) {
      outbox.end(end);
      if (outbox.isEmpty()) {
        outbox = null;
      }
    }
  }

  boolean record(Fate fate) {
    boolean news = outbox != null && outbox.record(fate);
    ringIfConnected(news);
    return news;
  }

  int markRead(UserId reader, Collection<MessageId> ids, long now) {
    int marked = outbox == null ? 0 : outbox.markRead(reader, ids, now);
    ringIfConnected(marked > 0);
    return marked;
  }

  private void ringIfConnected(boolean news) {
    if (news && connections > 0) {
      effects.ring();
    }
  }

  ReceiptChanges receiptsAfter(long change) {
    return outbox == null ? new ReceiptChanges(0, List.of()) : outbox.changesAfter(change);
  }

  List<Receipt> receipts() {
    return outbox == null ? List.of() : outbox.receipts();
  }

  Set<UserId> openReceivers() {
    return outbox == null ? Set.of() : outbox.open();
  }

  /** Returns what {@link #bytes} must be, by adding up. */
  long countedBytes() {
    return Charge.user(user) + (mailbox == null ? 0 : mailbox.countedBytes())
        + (outbox == null ? 0 : outbox.countedBytes());
  }

  void pack(Packer packer) {
    AccountCodec.packUser(packer, user);
    packer.putIfAny(mailbox, (to, some) -> some.pack(to))
        .putIfAny(outbox, (to, some) -> some.pack(to))
        .putLong(lastSeen).putNumber(connections).putNumber(waits);
  }

  static Account unpack(Unpacker from) {
    var account = new Account(AccountCodec.unpackUser(from));
    account.mailbox = from.getIfAny(Mailbox::unpack);
    account.outbox = from.getIfAny(Outbox::unpack);
    account.lastSeen = from.getLong();
    account.connections = from.getInt();
    account.waits = from.getInt();
    return account;
  }
}
