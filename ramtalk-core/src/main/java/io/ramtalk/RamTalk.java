package io.ramtalk;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A messenger that lives in RAM: people sign up with a mobile number, and each has a mailbox that
 * holds a few messages until they are received. Nothing is ever written to a disk, and all of it
 * is gone with the process or with {@link #close}.
 *
 * <p>{@snippet :
 * try (var talk = RamTalk.create()) {
 *   var ana = talk.signUp("01711111111").user();
 *   var bo = talk.signUp(Profile.of("01722222222").name("Bo")).user();
 *   talk.send(ana.id(), bo.id(), "Hello");
 *   List<Message> mail = talk.receive(bo.id());
 * }
 * }
 *
 * <p>A call that is refused throws a {@link RamTalkException} and changes nothing.
 *
 * <p><b>Threads:</b> any number; every call is atomic. <b>Cost:</b> creating one takes
 * microseconds and starts no thread; calls are O(1) in the number of users.
 */
public final class RamTalk implements AutoCloseable {
  private final Engine engine;
  private final Limits limits;
  private final Clock clock;
  private final MessageIds ids = new MessageIds();

  RamTalk(Engine engine, Limits limits, Clock clock) {
    this.engine = engine;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Creates a messenger with {@link Limits#DEFAULT} and the system's clock.
   *
   * @return an empty messenger
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
   * @param mobile the number, in any form that {@link Mobile#parse} reads
   * @return the user, and whether it is new
   * @throws InvalidInput if it is no mobile number
   * @throws TooManyUsers if no more users fit
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
   */
  public SignUp signUp(Profile profile) {
    var mobile = Mobile.parse(profile.mobile());
    var name = Text.checkName(profile.name(), limits.nameCharacters());
    var bytes = profile.image();
    var image = bytes == null ? null : Image.of(bytes, limits);
    var user = new User(UserId.random(), mobile, name, image, now());
    return engine.register(new Account(user), limits.users());
  }

  /**
   * Puts a message into the mailbox of another user.
   *
   * @param from the sender
   * @param to the user whose mailbox it goes to; may be the sender
   * @param text 1 byte to {@link Limits#textBytes} bytes of UTF-8
   * @return the id of the message
   * @throws InvalidInput if the text breaks a rule
   * @throws UserNotFound if sender or target is not registered
   * @throws MailboxFull if the target must first receive what waits
   */
  public MessageId send(UserId from, UserId to, String text) {
    byte[] utf8 = Text.encode(text, limits.textBytes());
    if (engine.execute(from, Command.ShowUser.INSTANCE) == null) {
      throw new UserNotFound(UserNotFound.Role.SENDER, from);
    }
    var sentAt = now();
    var id = ids.next(sentAt.toEpochMilli());
    var message = Message.of(id, from, sentAt, utf8);
    var accepted = engine.execute(to, new Command.Offer(message, limits.mailboxCapacity()));
    if (accepted == null) {
      throw new UserNotFound(UserNotFound.Role.TARGET, to);
    }
    if (!accepted) {
      throw new MailboxFull(to, limits.mailboxCapacity());
    }
    return id;
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
   * Takes the oldest messages out of a mailbox. They are deleted: no other call returns them
   * again.
   *
   * @param user whose mailbox
   * @param max the most messages to take, 1 or more
   * @return the messages, oldest first; empty if there were none
   * @throws InvalidInput if {@code max} is less than 1, with code {@code max_invalid}
   * @throws UserNotFound if the user is not registered
   */
  public List<Message> receive(UserId user, int max) {
    if (max < 1) {
      throw new InvalidInput("max_invalid", "max must be 1 or more: " + max);
    }
    return found(user, engine.execute(user, new Command.Take(max)));
  }

  /**
   * Looks a user up by its id.
   *
   * @param id the id
   * @return the user
   * @throws UserNotFound if the user is not registered
   */
  public User user(UserId id) {
    return found(id, engine.execute(id, Command.ShowUser.INSTANCE));
  }

  /**
   * Looks a user up by its number.
   *
   * @param mobile the number, in any form that {@link Mobile#parse} reads
   * @return the user, or nothing if the number is not registered
   * @throws InvalidInput if it is no mobile number
   */
  public Optional<User> find(String mobile) {
    return Optional.ofNullable(engine.find(Mobile.parse(mobile)));
  }

  /**
   * Walks over all users in order of registration, in constant memory. Users that sign up
   * meanwhile may be seen or not.
   *
   * @return the users, to be walked over once by one thread
   */
  public Stream<User> users() {
    Iterator<User> walk = engine.users();
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(walk, traits), false);
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
   * Deletes everything. Every later call that is not refused for its input throws {@link
   * MessengerClosed}; only {@link #limits} and a second close still work.
   */
  @Override
  public void close() {
    engine.close();
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private static <R> R found(UserId user, @Nullable R answer) {
    if (answer == null) {
      throw new UserNotFound(UserNotFound.Role.USER, user);
    }
    return answer;
  }
}
