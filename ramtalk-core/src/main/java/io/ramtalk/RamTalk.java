package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.internal.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A messenger that lives in RAM. People sign up with a mobile number, and each user has a mailbox
 * that holds a few messages until they are received. Nothing is written to disk: all data is gone
 * when the process exits or {@link #close} is called. A rejected call throws a {@link
 * RamTalkException} and changes nothing.
 *
 * <pre>{@code
 * try (var talk = RamTalk.create()) {
 *   var ana = talk.signUp("01711111111").user();
 *   var bo = talk.signUp(Profile.of("01722222222").name("Bo")).user();
 *   talk.send(ana.id(), bo.id(), "Hello");
 *   List<Message> mail = talk.receive(bo.id());
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> any number; every call is atomic. <b>Cost:</b> calls are O(1) in the number
 * of users. The first timer starts a thread, except with a {@link VirtualClock}.
 */
public final class RamTalk implements AutoCloseable {
  /** Maximum duration of a lease. */
  public static final Duration MAX_LEASE = Duration.ofHours(12);

  /** Maximum time to wait for mail. */
  public static final Duration MAX_WAIT = Duration.ofHours(1);

  private final Engine engine;
  private final Limits limits;
  private final MonotonicClock monotonicClock;
  private final Timers timers;
  private final SigningUp signingUp;
  private final Sending sending;
  private final Receiving receiving;
  private final Receipts receipts;
  private final Delivery delivery;
  private final Operations operations;
  private final Snapshots snapshots;

  RamTalk(
      Engine engine, Limits limits, Clock clock, MobileParser mobiles, InitialState initial) {
    this.engine = engine;
    this.limits = limits;
    monotonicClock = new MonotonicClock(clock, initial.time(), initial.ahead());
    timers = new Timers(monotonicClock, clock);
    var counters = new CounterCells();
    var host = new MessengerHost(engine, monotonicClock, timers,
        new RamBudget(limits.budgetBytes()), counters,
        new LocalConnections(engine, monotonicClock));
    signingUp = new SigningUp(engine, limits, monotonicClock, mobiles);
    sending = new Sending(engine, limits, monotonicClock, counters);
    receiving = new Receiving(host);
    receipts = new Receipts(engine, monotonicClock);
    delivery = new Delivery(host, receiving, sending);
    operations = new Operations(
        host, new SelfTest(engine, sending, receiving), initial.epoch());
    snapshots = new Snapshots(host, limits, sending, operations);
    engine.open(host);
  }

  /**
   * Creates a messenger with {@link Limits#DEFAULT} and the system clock.
   *
   * @return an empty messenger
   */
  public static RamTalk create() {
    return builder().build();
  }

  /**
   * Creates a builder for a messenger.
   *
   * @return a builder with the defaults
   */
  public static RamTalkBuilder builder() {
    return new RamTalkBuilder();
  }

  /**
   * Signs up a mobile number without name and picture.
   *
   * @param mobile the number, in any form that {@link #parseMobile} accepts
   * @return the user, and whether it is new
   * @throws RamTalkException in the same cases as {@link #signUp(Profile)}
   */
  public SignUp signUp(String mobile) {
    return signUp(Profile.of(mobile));
  }

  /**
   * Signs up a mobile number. A registered number keeps its user unchanged: the name and the
   * picture of this call are validated and then ignored.
   *
   * @param profile number, name and picture
   * @return the user with that number, and whether it is new
   * @throws InvalidInput if number, name or picture is invalid; its code identifies the rule
   * @throws TooManyUsers if the maximum number of users is registered
   * @throws RamExhausted if the byte budget has too little left
   */
  public SignUp signUp(Profile profile) {
    return signingUp.signUp(profile);
  }

  /**
   * Changes the name or the picture of a user.
   *
   * @param user the user
   * @param change the change
   * @return the changed user
   * @throws InvalidInput if name or picture is invalid
   * @throws UserNotFound if the user is not registered
   * @throws RamExhausted if the byte budget has too little left
   */
  public User change(UserId user, ProfileChange change) {
    return engine.require(user, new Command.Change(change.check(limits)));
  }

  /**
   * Deletes a user with its mailbox, and frees its number. Receipts of messages that were waiting
   * there change to {@link Receipt.State#DELETED}. Messages that the user sent are kept.
   *
   * @param user the user
   * @throws UserNotFound if the user is not registered
   */
  public void delete(UserId user) {
    if (!engine.remove(user)) {
      throw new UserNotFound(UserNotFound.Role.USER, user);
    }
  }

  /**
   * Puts a text into the mailbox of another user.
   *
   * @param from the sender
   * @param to the receiver; may be the sender
   * @param text 1 byte to {@link Limits#textBytes} bytes of UTF-8
   * @return the id of the message
   * @throws RamTalkException in the same cases as {@link #send(Draft)}
   */
  public MessageId send(UserId from, UserId to, String text) {
    return sending.send(from, to, Content.ofText(text, limits));
  }

  /**
   * Puts a message into the mailbox of another user. A draft with one of the sender's latest
   * {@link Limits#idempotencyKeys} idempotency keys is not stored again.
   *
   * @param draft the message
   * @return the id of the message, or of the stored message with that idempotency key
   * @throws InvalidInput if the draft is invalid; its code identifies the rule
   * @throws UserNotFound if sender or receiver is not registered
   * @throws MailboxFull if the receiver must first receive waiting messages
   * @throws SendConflict if the idempotency key is in use by another call or for another receiver
   * @throws RamExhausted if the byte budget has too little left
   */
  public MessageId send(Draft draft) {
    return sending.send(draft);
  }

  /**
   * Removes all messages from a mailbox and returns them. No other call returns them again.
   *
   * @param user the owner of the mailbox
   * @return the messages, oldest first; empty if there are none
   * @throws UserNotFound if the user is not registered
   */
  public List<Message> receive(UserId user) {
    return receive(user, Integer.MAX_VALUE);
  }

  /**
   * Removes the oldest messages from a mailbox and returns them.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @return the messages, oldest first; empty if there are none
   * @throws InvalidInput with code {@code max_invalid} if {@code max} is less than 1
   * @throws UserNotFound if the user is not registered
   */
  public List<Message> receive(UserId user, int max) {
    return receiving.take(user, max);
  }

  /**
   * Removes the oldest messages from a mailbox and returns them. Waits if the mailbox is empty.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @param timeout time to wait by the messenger's clock, up to {@link #MAX_WAIT}
   * @return the messages, oldest first; empty if none arrived in time
   * @throws InvalidInput if {@code max} or {@code timeout} is out of range
   * @throws UserNotFound if the user is not registered, or leaves meanwhile
   * @throws InterruptedException if the thread is interrupted while it waits; no message is removed
   */
  public List<Message> receive(UserId user, int max, Duration timeout) throws InterruptedException {
    return receiving.take(user, max, timeout);
  }

  /**
   * Returns the presence of a user.
   *
   * @param user the user
   * @return whether the user is online, and when it was last seen
   * @throws UserNotFound if the user is not registered
   */
  public Presence presence(UserId user) {
    return engine.require(user, new Command.ShowPresence()).earlier(monotonicClock.ahead());
  }

  /**
   * Leases the oldest messages under a new id.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @param duration duration of the lease, 1 ms to {@link #MAX_LEASE}
   * @return the lease; empty if there are no messages
   * @throws RamTalkException in the same cases as {@link #lease(UserId, int, Duration, String)}
   */
  public Lease lease(UserId user, int max, Duration duration) {
    return lease(user, max, duration, UUID.randomUUID().toString());
  }

  /**
   * Leases the oldest messages. A lease that already holds messages is renewed for {@code duration}
   * from now and returns the same messages, so a client can retry after a lost response.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @param duration duration of the lease, 1 ms to {@link #MAX_LEASE}
   * @param id the id of the lease, 1 to 64 letters, digits, dots, underscores and dashes
   * @return the lease; empty if there are no messages
   * @throws InvalidInput if {@code max}, {@code duration} or {@code id} is out of range
   * @throws UserNotFound if the user is not registered
   */
  public Lease lease(UserId user, int max, Duration duration, String id) {
    return receiving.lease(user, max, duration, id);
  }

  /**
   * Deletes all messages of a lease, except those that another lease has taken since.
   *
   * @param user the owner of the mailbox
   * @param lease the id of the lease
   * @return the number of deleted messages; 0 when repeated
   * @throws UserNotFound if the user is not registered
   */
  public Acknowledged acknowledge(UserId user, String lease) {
    return receiving.acknowledge(user, lease, null);
  }

  /**
   * Deletes some of the messages of a lease.
   *
   * @param user the owner of the mailbox
   * @param lease the id of the lease
   * @param ids the messages
   * @return the result; unknown ids are not an error
   * @throws UserNotFound if the user is not registered
   */
  public Acknowledged acknowledge(UserId user, String lease, Collection<MessageId> ids) {
    return receiving.acknowledge(user, lease, ids);
  }

  /**
   * Releases all messages of a lease before it expires.
   *
   * @param user the owner of the mailbox
   * @param lease the id of the lease
   * @return the number of released messages
   * @throws UserNotFound if the user is not registered
   */
  public int release(UserId user, String lease) {
    return receiving.release(user, lease, null);
  }

  /**
   * Releases some of the messages of a lease before it expires.
   *
   * @param user the owner of the mailbox
   * @param lease the id of the lease
   * @param ids the messages; ids that the lease does not hold are not an error
   * @return the number of released messages
   * @throws UserNotFound if the user is not registered
   */
  public int release(UserId user, String lease, Collection<MessageId> ids) {
    return receiving.release(user, lease, ids);
  }

  /**
   * Returns the oldest messages without a lease, but keeps them. Self-destruct times start.
   *
   * @param user the owner of the mailbox
   * @param max maximum number of messages, 1 or more
   * @return the messages, oldest first; empty if there are none
   * @throws InvalidInput if {@code max} is less than 1
   * @throws UserNotFound if the user is not registered
   */
  public List<Message> peek(UserId user, int max) {
    Checks.max(max);
    return monotonicClock.shown(engine.require(user, new Command.Peek(max,
        monotonicClock.now())));
  }

  /**
   * Returns the receipts of a sender's latest messages.
   *
   * @param sender the sender
   * @return the receipts of the last {@link Limits#receipts} messages, oldest first
   * @throws UserNotFound if the sender is not registered
   */
  public List<Receipt> sent(UserId sender) {
    return receipts.sent(sender);
  }

  /**
   * Returns the receipt of one message.
   *
   * @param sender the sender
   * @param id the message
   * @return the receipt; empty if the message is not among the sender's last {@link
   *     Limits#receipts}
   * @throws UserNotFound if the sender is not registered
   */
  public Optional<Receipt> receipt(UserId sender, MessageId id) {
    return sent(sender).stream().filter(receipt -> receipt.id().equals(id)).findFirst();
  }

  /**
   * Marks messages as read and informs their sender.
   *
   * @param reader the reader; messages to other users are left alone
   * @param sender the sender of the messages
   * @param ids the messages
   * @return the number of changed receipts
   * @throws UserNotFound if reader or sender is not registered
   */
  public int read(UserId reader, UserId sender, Collection<MessageId> ids) {
    return receipts.read(reader, sender, ids);
  }

  /**
   * Returns the user with an id.
   *
   * @param id the id
   * @return the user
   * @throws UserNotFound if the user is not registered
   */
  public User user(UserId id) {
    return engine.require(id, Command.ShowUser.INSTANCE);
  }

  /**
   * Returns the user with a mobile number.
   *
   * @param mobile the number, in any form that {@link #parseMobile} accepts
   * @return the user, or empty if the number is not registered
   * @throws InvalidInput if the text is not a mobile number
   */
  public Optional<User> find(String mobile) {
    return Optional.ofNullable(engine.find(parseMobile(mobile)));
  }

  /**
   * Parses a mobile number like a sign-up; see {@link RamTalkBuilder#mobileParser}.
   *
   * @param text the number as the user wrote it
   * @return the number
   */
  public Mobile parseMobile(String text) {
    return signingUp.parse(text);
  }

  /**
   * Returns all users in order of registration, in constant memory. The stream may or may not
   * include users who sign up or leave meanwhile.
   *
   * @return the users, for one thread
   */
  public Stream<User> users() {
    return list(null).map(UserPresence::user);
  }

  /**
   * Returns users with their presence, like {@link #users}.
   *
   * @param after the user to continue after, or null to start with the first
   * @return the users, for one thread
   * @throws UserNotFound if {@code after} is not registered
   */
  public Stream<UserPresence> list(@Nullable UserId after) {
    return UserWalk.begin(engine, after, monotonicClock);
  }

  /**
   * Returns everything stored for a user.
   *
   * @param user the user
   * @return profile, mailbox and receipts as of one moment
   * @throws UserNotFound if the user is not registered
   */
  public Export export(UserId user) {
    return receipts.export(user);
  }

  /**
   * Returns the calls for transports: live connections, waits that block no thread, and transfers.
   *
   * @return the delivery of this messenger
   */
  public Delivery delivery() {
    return delivery;
  }

  /**
   * Returns the calls for operators: usage, counters, the byte budget and a self-test.
   *
   * @return the operations of this messenger
   */
  public Operations operations() {
    return operations;
  }

  /**
   * Writes a snapshot: all users with their messages, leases, receipts and idempotency keys.
   * {@link RamTalkBuilder#readFrom} creates a messenger from it, in this process or another.
   *
   * <p>Other threads may use the messenger meanwhile. Each account is consistent, but accounts are
   * written one after another. A message received during the call may be in the snapshot. Of a
   * message sent during the call, the snapshot may have only the receipt, or only the message.
   * Connections and counters are not part of a snapshot. The bytes are not encrypted.
   *
   * <p><b>Cost:</b> a few microseconds per user, and constant memory.
   *
   * @param out the destination, which is flushed but not closed
   * @throws IOException if the destination fails; the snapshot is incomplete then
   * @throws EngineUnavailable if the engine cannot reach an account; the snapshot is incomplete
   *     then
   */
  public void writeTo(OutputStream out) throws IOException {
    snapshots.writeTo(out);
  }

  /** Reads a snapshot into this messenger, which has no users yet. */
  void read(SnapshotReader reader) throws IOException {
    snapshots.read(reader);
  }

  /**
   * Returns the messenger's time, which follows the clock but never goes back.
   *
   * @return the time, with millisecond precision
   */
  public Instant now() {
    return Instant.ofEpochMilli(monotonicClock.now());
  }

  /**
   * Returns the limits of this messenger.
   *
   * @return the limits
   */
  public Limits limits() {
    return limits;
  }

  /**
   * Deletes all data. Later calls throw {@link MessengerClosed}, or reject their input; only
   * {@link #limits}, the byte budget, {@link #now}, {@link #parseMobile} and close still work.
   */
  @Override
  public void close() {
    engine.close();
    timers.close();
  }
}
