package io.ramtalk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A messenger that lives in RAM: people sign up with a mobile number, and each has a mailbox that
 * holds a few messages until they are received. Nothing is ever written to a disk, and all of it
 * is gone with the process or with {@link #close}. A call that is rejected throws a {@link
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
 * of users. The first time limit starts a thread, except with a {@link VirtualClock}.
 */
public final class RamTalk implements AutoCloseable {
  /** The longest lease. */
  public static final Duration MAX_LEASE = Duration.ofHours(12);

  /** The longest wait for mail. */
  public static final Duration MAX_WAIT = Duration.ofHours(1);

  private final Engine engine;
  private final Limits limits;
  private final Timeline timeline;
  private final AlarmClock alarms;
  private final RamBudget budget;
  private final MessengerHost host;
  private final Accounts accounts;
  private final SigningUp signingUp;
  private final Sending sending;
  private final Receiving receiving;
  private final Books books;
  private final Canary canary;
  private final Tally tally = new Tally();
  private final String epoch = HexFormat.of().toHexDigits(UserId.random().low());

  RamTalk(Engine engine, Limits limits, Clock clock, MobileParser mobiles) {
    this.engine = engine;
    this.limits = limits;
    timeline = new Timeline(clock);
    alarms = new AlarmClock(timeline, clock);
    budget = new RamBudget(limits.budgetBytes());
    host = new MessengerHost(engine, timeline, alarms, budget, tally,
        new LocalConnections(engine, timeline), new HandOverEnds(engine));
    accounts = new Accounts(engine);
    signingUp = new SigningUp(engine, limits, timeline, mobiles);
    sending = new Sending(engine, limits, timeline, tally);
    receiving = new Receiving(host, accounts, timeline, tally);
    books = new Books(accounts, timeline);
    canary = new Canary(engine, sending, receiving);
    engine.open(host);
  }

  /**
   * Creates a messenger with {@link Limits#DEFAULT} and the system's clock.
   *
   * @return an empty one
   */
  public static RamTalk create() {
    return builder().build();
  }

  /**
   * Starts to describe a messenger.
   *
   * @return a builder with the defaults
   */
  public static RamTalkBuilder builder() {
    return new RamTalkBuilder();
  }

  /**
   * Signs up a mobile number without name and picture.
   *
   * @param mobile the number, in any form that {@link #parseMobile} reads
   * @return the user, and whether it is new
   * @throws RamTalkException for what {@link #signUp(Profile)} throws it
   */
  public SignUp signUp(String mobile) {
    return signUp(Profile.of(mobile));
  }

  /**
   * Signs up a mobile number. A number that is registered keeps its user as it is: the name and
   * the picture of this call are checked and then ignored.
   *
   * @param profile number, name and picture
   * @return the user of that number, and whether it is new
   * @throws InvalidInput if number, name or picture break a rule; its code says which
   * @throws TooManyUsers if no more users fit
   * @throws RamExhausted if the budget has no room
   */
  public SignUp signUp(Profile profile) {
    return signingUp.signUp(profile);
  }

  /**
   * Changes name and picture of a user.
   *
   * @param user whose
   * @param change what to change
   * @return the changed user
   * @throws InvalidInput if name or picture break a rule
   * @throws UserNotFound if the user is not registered
   * @throws RamExhausted if the budget has no room
   */
  public User change(UserId user, ProfileChange change) {
    return accounts.execute(user, new Command.Change(change.check(limits)));
  }

  /**
   * Deletes a user with its mailbox, and frees its number. The receipts of those who sent what
   * waits there say {@link Receipt.State#DELETED}. What the user sent to others stays with them.
   *
   * @param user who leaves
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
   * @param to the user whose mailbox it goes to; may be the sender
   * @param text 1 byte to {@link Limits#textBytes} bytes of UTF-8
   * @return the id of the message
   * @throws RamTalkException for what {@link #send(Draft)} throws it
   */
  public MessageId send(UserId from, UserId to, String text) {
    return sending.send(from, to, Content.ofText(text, limits), null);
  }

  /**
   * Puts a message into the mailbox of another user. A draft with an id that its sender used
   * before, among the latest {@link Limits#sendIds}, is not stored again.
   *
   * @param draft the message
   * @return the id of the message; of the earlier one, if it was sent before
   * @throws InvalidInput if the draft breaks a rule; its code says which
   * @throws UserNotFound if sender or target is not registered
   * @throws MailboxFull if the target must first receive what waits
   * @throws SendConflict if its id is being sent right now, or belongs to one for someone else
   * @throws RamExhausted if the budget has no room
   */
  public MessageId send(Draft draft) {
    var ownId = draft.id() == null ? null : Text.checkId(draft.id(), "id");
    return sending.send(draft.from(), draft.to(), Content.of(draft, limits), ownId);
  }

  /**
   * Takes all messages out of a mailbox. They are deleted: no other call returns them again.
   *
   * @param user whose mailbox
   * @return the messages, oldest first; empty if there were none
   * @throws UserNotFound if the user is not registered
   */
  public List<Message> receive(UserId user) {
    return receive(user, Integer.MAX_VALUE);
  }

  /**
   * Takes the oldest messages out of a mailbox, which deletes them.
   *
   * @param user whose mailbox
   * @param max the most messages to take, 1 or more
   * @return the messages, oldest first; empty if there were none
   * @throws InvalidInput if {@code max} is less than 1, with code {@code max_invalid}
   * @throws UserNotFound if the user is not registered
   */
  public List<Message> receive(UserId user, int max) {
    return receiving.take(user, max);
  }

  /**
   * Takes the oldest messages out of a mailbox, and waits if there are none.
   *
   * @param user whose mailbox
   * @param max the most messages to take, 1 or more
   * @param timeout how long to wait, by the messenger's clock, up to {@link #MAX_WAIT}
   * @return the messages, oldest first; empty if none came in time
   * @throws InvalidInput if {@code max} or {@code timeout} is out of range
   * @throws UserNotFound if the user is not registered, or leaves meanwhile
   * @throws InterruptedException if the thread is interrupted while it waits; nothing was taken
   */
  public List<Message> receive(UserId user, int max, Duration timeout) throws InterruptedException {
    return receiving.take(user, max, timeout);
  }

  /**
   * Waits for mail without a thread. Mail is not taken: whoever is called back receives or leases
   * it, and may find that another was faster.
   *
   * @param user whose mailbox
   * @param timeout how long to wait, by the messenger's clock, up to {@link #MAX_WAIT}
   * @param done called once, with no lock held, perhaps before this method returns; it must not
   *     wait. It gets true if there is mail or the user left, false if the time is up
   * @return to stop waiting with; nothing is called then
   * @throws InvalidInput if the timeout is out of range, or too many wait for this user
   */
  public Engine.Watch awaitMail(UserId user, Duration timeout, Consumer<Boolean> done) {
    return MailWait.start(engine, host, user, receiving.until(timeout), done);
  }

  /**
   * Waits without a thread for new mail, for who has looked at what is there and wants another.
   *
   * @param user whose mailbox
   * @param timeout how long to wait, by the messenger's clock, up to {@link #MAX_WAIT}
   * @param isThere asked once, after the watch began: is there mail that was not looked at?
   * @param done called once, as above; with true if there may be new mail
   * @return to stop waiting with; nothing is called then
   * @throws InvalidInput if the timeout is out of range, or too many wait for this user
   */
  public Engine.Watch awaitMail(
      UserId user, Duration timeout, BooleanSupplier isThere, Consumer<Boolean> done) {
    var wanted = new MailWait.Wanted(user, receiving.until(timeout), isThere);
    return MailWait.start(engine, host, wanted, done);
  }

  /**
   * Listens to the doorbell of a user; see {@link Engine#watch}.
   *
   * @param user whose doorbell
   * @param bell called with no lock held whenever there may be new mail; it must not wait
   * @return to stop with
   * @throws InvalidInput if too many listen for this user, with code {@code too_many_watches}
   */
  public Engine.Watch watch(UserId user, Runnable bell) {
    return engine.watch(user, bell);
  }

  /**
   * Connects a user live: it is online, and gets its messages and the news of what it sent as they
   * come.
   *
   * @param user who connects
   * @param bell called with no lock held, from any thread, whenever the connection may have news;
   *     it must not wait. Null to be online without listening
   * @return the connection
   * @throws UserNotFound if the user is not registered
   * @throws InvalidInput if too many listen for this user, with code {@code too_many_watches}
   */
  public Connection connect(UserId user, @Nullable Runnable bell) {
    return Connection.open(accounts, receiving, timeline, user, bell);
  }

  /**
   * Calls back when time has passed, by the messenger's clock.
   *
   * @param delay how long, up to {@link #MAX_WAIT}
   * @param call called once, with no lock held; it must not wait
   * @return to take it back with
   */
  public Engine.Watch alarm(Duration delay, Runnable call) {
    return host.alarm(receiving.until(delay), call)::run;
  }

  /**
   * Shows a user online while a receiver of it waits for mail, without a live connection.
   *
   * @param user who waits
   * @return to say with that the wait is over
   * @throws UserNotFound if the user is not registered
   */
  public Engine.Watch waiting(UserId user) {
    return host.connections().waiting(user);
  }

  /**
   * Says whether a user is there.
   *
   * @param user the user
   * @return whether it is online, and when it was last seen
   * @throws UserNotFound if the user is not registered
   */
  public Presence presence(UserId user) {
    return accounts.execute(user, new Command.ShowPresence()).earlier(timeline.ahead());
  }

  /**
   * Listens to the presence of a user; see {@link Engine#watchPresence}.
   *
   * @param user whose presence
   * @param bell called whenever the user may have come or gone; it must not wait
   * @return to stop with
   */
  public Engine.Watch watchPresence(UserId user, Runnable bell) {
    return engine.watchPresence(user, bell);
  }

  /**
   * Takes the oldest messages out of a mailbox to carry them to their user. They are gone when
   * that is confirmed, and come back, each in its old place, if it is not; meanwhile nobody else
   * gets them and the mailbox has room for others.
   *
   * @param user whose mailbox
   * @param max the most messages to take, 1 or more
   * @return the messages, and the way to say how it ended
   * @throws InvalidInput if {@code max} is less than 1
   * @throws UserNotFound if the user is not registered
   */
  public HandOver handOver(UserId user, int max) {
    return receiving.handOver(user, max);
  }

  /**
   * Leases the oldest messages under a new id.
   *
   * @param user whose mailbox
   * @param max the most messages, 1 or more
   * @param duration for how long, 1 ms to {@link #MAX_LEASE}
   * @return the lease; without messages if there were none
   * @throws RamTalkException for what {@link #lease(UserId, int, Duration, String)} throws it
   */
  public Lease lease(UserId user, int max, Duration duration) {
    return lease(user, max, duration, UUID.randomUUID().toString());
  }

  /**
   * Leases the oldest messages. If the id has messages already, they are returned again, for
   * another {@code duration} from now: so a call whose answer was lost can be repeated.
   *
   * @param user whose mailbox
   * @param max the most messages, 1 or more
   * @param duration for how long, 1 ms to {@link #MAX_LEASE}
   * @param id the name of the lease, 1 to 64 letters, digits, dots, underscores and dashes
   * @return the lease; without messages if there were none
   * @throws InvalidInput if {@code max}, {@code duration} or {@code id} is out of range
   * @throws UserNotFound if the user is not registered
   */
  public Lease lease(UserId user, int max, Duration duration, String id) {
    return receiving.lease(user, max, duration, id);
  }

  /**
   * Deletes all messages that a lease was given and that no other lease has.
   *
   * @param user whose mailbox
   * @param lease the id of the lease
   * @return how many were deleted; none if that was done before
   * @throws UserNotFound if the user is not registered
   */
  public Acknowledged acknowledge(UserId user, String lease) {
    return receiving.acknowledge(user, lease, null);
  }

  /**
   * Deletes some of the messages that a lease was given.
   *
   * @param user whose mailbox
   * @param lease the id of the lease
   * @param ids the messages
   * @return what became of them; an id that is unknown is no error
   * @throws UserNotFound if the user is not registered
   */
  public Acknowledged acknowledge(UserId user, String lease, Collection<MessageId> ids) {
    return receiving.acknowledge(user, lease, ids);
  }

  /**
   * Gives all messages of a lease back before its time is up.
   *
   * @param user whose mailbox
   * @param lease the id of the lease
   * @return how many messages are back in their places
   * @throws UserNotFound if the user is not registered
   */
  public int release(UserId user, String lease) {
    return receiving.release(user, lease, null);
  }

  /**
   * Gives some of the messages of a lease back before its time is up.
   *
   * @param user whose mailbox
   * @param lease the id of the lease
   * @param ids the messages; one that the lease does not have is no error
   * @return how many messages are back in their places
   * @throws UserNotFound if the user is not registered
   */
  public int release(UserId user, String lease, Collection<MessageId> ids) {
    return receiving.release(user, lease, ids);
  }

  /**
   * Looks at the oldest messages that nobody has leased, without taking them. Those that destruct
   * themselves begin to do so.
   *
   * @param user whose mailbox
   * @param max the most messages, 1 or more
   * @return the messages, oldest first; empty if there are none
   * @throws InvalidInput if {@code max} is less than 1
   * @throws UserNotFound if the user is not registered
   */
  public List<Message> peek(UserId user, int max) {
    Checks.max(max);
    return timeline.shown(accounts.execute(user, new Command.Peek(max, timeline.now())));
  }

  /**
   * Returns what became of the latest messages of a sender.
   *
   * @param sender who sent them
   * @return the receipts of the last {@link Limits#receipts} messages, oldest first
   * @throws UserNotFound if the sender is not registered
   */
  public List<Receipt> sent(UserId sender) {
    return books.sent(sender);
  }

  /**
   * Returns what became of one message.
   *
   * @param sender who sent it
   * @param id the message
   * @return the receipt; nothing if it is none of the last {@link Limits#receipts} of the sender
   * @throws UserNotFound if the sender is not registered
   */
  public Optional<Receipt> receipt(UserId sender, MessageId id) {
    return sent(sender).stream().filter(receipt -> receipt.id().equals(id)).findFirst();
  }

  /**
   * Tells a sender that its messages were read.
   *
   * @param reader who read them; messages to others are left alone
   * @param sender who sent them
   * @param ids the messages
   * @return how many receipts changed
   * @throws UserNotFound if reader or sender is not registered
   */
  public int read(UserId reader, UserId sender, Collection<MessageId> ids) {
    return books.read(reader, sender, ids);
  }

  /**
   * Looks a user up by its id.
   *
   * @param id the id
   * @return the user
   * @throws UserNotFound if the user is not registered
   */
  public User user(UserId id) {
    return accounts.execute(id, Command.ShowUser.INSTANCE);
  }

  /**
   * Looks a user up by its number.
   *
   * @param mobile the number, in any form that {@link #parseMobile} reads
   * @return the user, or nothing if the number is not registered
   * @throws InvalidInput if it is no mobile number
   */
  public Optional<User> find(String mobile) {
    return Optional.ofNullable(engine.find(parseMobile(mobile)));
  }

  /**
   * Reads a mobile number as a sign-up does; see {@link RamTalkBuilder#mobileParser}.
   *
   * @param text the number as its user wrote it
   * @return the number
   */
  public Mobile parseMobile(String text) {
    return signingUp.parse(text);
  }

  /**
   * Walks over all users in order of registration, in constant memory. Users that sign up or leave
   * meanwhile may be seen or not.
   *
   * @return the users, to be walked over once by one thread
   */
  public Stream<User> users() {
    return list(null).map(Listed::user);
  }

  /**
   * Walks as {@link #users} does, and says who is there.
   *
   * @param after the user to begin behind, or null to begin with the first
   * @return the users, to be walked over once by one thread
   * @throws UserNotFound if there is no such user to begin behind
   */
  public Stream<Listed> list(@Nullable UserId after) {
    return UserWalk.begin(engine, after, timeline);
  }

  /**
   * Returns everything that is kept of a user.
   *
   * @param user the user
   * @return profile, mailbox and receipts at one moment
   * @throws UserNotFound if the user is not registered
   */
  public Export export(UserId user) {
    return books.export(user);
  }

  /**
   * Returns what has happened to messages since the messenger was created.
   *
   * @return the totals of this process
   */
  public Totals totals() {
    return tally.totals();
  }

  /**
   * Counts what is held now, in a walk over all users of up to a microsecond each.
   *
   * @return users, messages and bytes, counted one account after the other
   */
  public Census census() {
    return Counting.of(engine, timeline);
  }

  /**
   * Signs a user up, sends it a message, receives it and deletes the user, to show that messages
   * pass. Walks and counts omit that user, which may be one more than {@link Limits#users}.
   *
   * @throws RamExhausted if the budget has no room, which receiving would make
   * @throws MessengerClosed if the messenger is closed
   * @throws RuntimeException if the engine fails, or another message came back
   */
  public void probe() {
    canary.fly();
  }

  /**
   * Returns the time that durations are measured by: it follows the clock, but never goes back.
   *
   * @return the messenger's time, in milliseconds
   */
  public Instant now() {
    return Instant.ofEpochMilli(timeline.now());
  }

  /**
   * Returns the name of this life of RAM: everything that another epoch held is gone.
   *
   * @return 16 hexadecimal digits, drawn at random
   */
  public String epoch() {
    var shared = engine.epoch();
    return shared == null ? epoch : shared;
  }

  /**
   * Returns the bounds that hold here.
   *
   * @return the limits
   */
  public Limits limits() {
    return limits;
  }

  /**
   * Returns what everything that is stored counts against. A program that keeps more on behalf of
   * users, such as request bodies, may reserve room for it here.
   *
   * @return the budget
   */
  public RamBudget budget() {
    return budget;
  }

  /**
   * Deletes everything. Later calls throw {@link MessengerClosed}, or reject their input; only
   * {@link #limits}, {@link #budget}, {@link #now}, {@link #parseMobile} and close still work.
   */
  @Override
  public void close() {
    engine.close();
    alarms.close();
  }
}
