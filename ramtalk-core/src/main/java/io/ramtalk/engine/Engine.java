package io.ramtalk.engine;

import io.ramtalk.EngineUnavailable;
import io.ramtalk.InvalidInput;
import io.ramtalk.MessengerClosed;
import io.ramtalk.Mobile;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.RamTalkException;
import io.ramtalk.SignUp;
import io.ramtalk.TooManyUsers;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound;
import io.ramtalk.UserPresence;
import java.util.Collection;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The storage of accounts, which makes each command on an account atomic. The rules themselves are
 * in {@link Account}.
 *
 * <p>An engine is correct if it passes the engine contract tests, published as the test-jar of this
 * module.
 *
 * <p><b>Threads:</b> any number. Commands on one account run one after the other, and each sees the
 * results of all earlier ones. Commands on different accounts do not wait for each other.
 */
public interface Engine extends AutoCloseable {
  /** A time that never comes, or an infinite duration, in milliseconds. */
  long NEVER = Long.MAX_VALUE;

  /** Maximum number of listeners to the doorbell of one user. */
  int MAX_WATCHES_PER_USER = 64;

  /** Maximum number of listeners to the presence of one user. */
  int MAX_PRESENCE_WATCHES_PER_USER = 10_000;

  /** The availability of an engine. */
  enum Health {
    /** The engine executes calls. */
    READY,
    /** Too few members of the cluster are reachable: calls are rejected. */
    NO_QUORUM,
    /** The engine is closed; every other call throws {@link MessengerClosed}. */
    CLOSED
  }

  /** The services that a messenger provides to its engine. */
  interface Host {
    /**
     * Returns the current time, for use in commands.
     *
     * @return the time on the messenger's timeline, in milliseconds
     */
    long now();

    /**
     * Schedules a callback at or soon after a time. The callback must not block.
     *
     * @param time the time on the messenger's timeline, in milliseconds
     * @param call the callback
     * @return cancels the timer
     */
    Runnable timer(long time, Runnable call);

    /**
     * Carries out the effects of a command on other accounts, by {@link #executeLater}. Call it
     * after the command, without a lock.
     *
     * @param effects the effects of the command
     */
    void react(Effects effects);

    /**
     * States connections of this process again where an account may have missed them. An engine
     * whose calls may throw {@link EngineUnavailable} calls this about once a second, on a thread
     * that may block.
     *
     * @param everything true if accounts may have lost earlier statements
     */
    void reconcile(boolean everything);

    /**
     * Returns the byte budget that stored data counts against.
     *
     * @return the budget of this process
     */
    RamBudget budget();
  }

  /** A registered listener. */
  interface Watch extends AutoCloseable {
    /** Stops listening. A callback that has started continues. Closing twice is harmless. */
    @Override
    void close();
  }

  /**
   * Creates an engine that stores accounts on the heap of this process.
   *
   * @return an engine for one messenger
   */
  static Engine onHeap() {
    return new HeapEngine();
  }

  /**
   * Starts serving a messenger. Called once, before any other method.
   *
   * @param host the messenger
   */
  void open(Host host);

  /**
   * Stores a new account, unless its number (in canonical form) is registered. If several threads
   * register one number at the same time, one account is stored and all of them get its user.
   *
   * @param account the new account; the engine owns it from now on
   * @param maxUsers maximum number of users in the engine
   * @return the user with that number, and whether it is new
   * @throws TooManyUsers if the number is new and {@code maxUsers} are registered
   * @throws RamExhausted if the number is new and the budget has too little left
   */
  SignUp register(Account account, int maxUsers);

  /**
   * Returns the number of users, as a hint for {@link #expectUsers}.
   *
   * @return about the number of users; 0 if only other processes know it
   */
  default long userCount() {
    return 0;
  }

  /**
   * Announces that about that many calls of {@link #restore} will follow. The default does nothing.
   *
   * @param users the number of users, which the budget has room for
   */
  default void expectUsers(long users) {}

  /**
   * Stores an account of a snapshot. Called for all accounts in their order, before any other call.
   * An account that has the same number is removed: its user left, and signed up again while the
   * snapshot was being written.
   *
   * <p>The account may exceed the budget by as much as leases may. No timer is set for it: the
   * caller executes {@link Command.Sweep} after the last account. The default rejects the call.
   *
   * @param account the account; the engine owns it from now on
   * @param maxUsers maximum number of users in the engine
   * @throws IllegalArgumentException if the id of the user is registered, or the account has
   *     connections
   * @throws TooManyUsers if {@code maxUsers} are registered
   * @throws RamExhausted if the budget has too little left
   * @throws UnsupportedOperationException if the engine cannot read snapshots
   */
  default void restore(Account account, int maxUsers) {
    throw new UnsupportedOperationException("A snapshot cannot be read into a cluster");
  }

  /**
   * Removes an account and frees its number. The effects are carried out like those of a command.
   *
   * @param user the owner of the account
   * @return false if there is no such user
   */
  boolean remove(UserId user);

  /**
   * Announces that a command on an account will follow soon. An engine with slow access to the
   * account can start loading it; the default does nothing.
   *
   * @param user the owner of the account
   */
  default void expect(UserId user) {}

  /**
   * Applies a command to the account of a user. Afterwards the engine passes the effects to the
   * host, rings the doorbells, and schedules {@link Command.Sweep} for the time of
   * {@link Account#nextTimer}.
   *
   * @param user the owner of the account
   * @param command the command
   * @param <R> the type of the result
   * @return the result, or null if there is no such user (nothing was changed then)
   * @throws RamExhausted if the command may grow the account by more than the budget has left
   */
  <R> @Nullable R execute(UserId user, Command<R> command);

  /**
   * Executes a command like {@link #execute}, but blocks no thread while it waits for other
   * processes. The default executes it at once. Each call under way takes memory, so callers limit
   * their number.
   *
   * @param user the owner of the account
   * @param command the command
   * @param <R> the type of the result
   * @return completes with what {@link #execute} returns, or with the exception that it throws
   *     itself, on any thread: what depends on it must not block
   */
  default <R> CompletionStage<@Nullable R> submit(UserId user, Command<R> command) {
    try {
      return CompletableFuture.completedStage(execute(user, command));
    } catch (RamTalkException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /**
   * Executes a command whose result nobody waits for. The default executes it at once. An engine
   * whose calls may throw {@link EngineUnavailable} may return earlier; it then repeats the command
   * until the outcome is known. A later command of this process on an account that this command
   * changes, directly or by its effects, is executed after it.
   *
   * @param user the owner of the account; nothing happens if there is no such user
   * @param command a command that is harmless when repeated
   * @param others the owners of the accounts that its effects may change
   */
  default void executeLater(UserId user, Command<?> command, Collection<UserId> others) {
    execute(user, command);
  }

  /**
   * Executes a command on the account of a user who must be registered.
   *
   * @param user the owner of the account
   * @param command the command
   * @param <R> the type of the result
   * @return the result
   * @throws UserNotFound if there is no such user
   */
  default <R> R require(UserId user, Command<R> command) {
    var result = execute(user, command);
    if (result == null) {
      throw new UserNotFound(UserNotFound.Role.USER, user);
    }
    return result;
  }

  /**
   * Finds the user with a number.
   *
   * @param mobile the number; compared in canonical form
   * @return the user, or null if the number is not registered
   */
  @Nullable User find(Mobile mobile);

  /**
   * Iterates over the users in order of registration. Users who sign up or leave meanwhile may or
   * may not be included.
   *
   * @param after the user to continue after, or null to start with the first
   * @return an iterator for one thread, in constant memory regardless of the number of users; null
   *     if {@code after} is not registered
   */
  @Nullable Iterator<UserPresence> users(@Nullable UserId after);

  /**
   * Listens to the doorbell of a user. The doorbell rings when messages become available, when a
   * receipt changes while the user is connected, and when the user leaves. A ring is only a hint:
   * another receiver may already have taken the messages, and one ring may stand for several.
   *
   * @param user the user
   * @param bell called without a lock, by the thread that caused the ring; must not block
   * @return the watch, to stop listening
   * @throws InvalidInput if the user already has {@link #MAX_WATCHES_PER_USER} listeners
   */
  Watch watch(UserId user, Runnable bell);

  /**
   * Listens to the presence of a user. Calls back when the user goes online or offline, and when it
   * leaves. Like a doorbell, the call is only a hint.
   *
   * @param user the user
   * @param bell called without a lock, by the thread that caused the change; must not block
   * @return the watch, to stop listening
   * @throws InvalidInput if the user already has {@link #MAX_PRESENCE_WATCHES_PER_USER} listeners
   */
  Watch watchPresence(UserId user, Runnable bell);

  /**
   * Returns the epoch of the shared memory, if several processes share the accounts.
   *
   * @return 16 hexadecimal digits, equal in all processes; null for an engine in one process, whose
   *     epoch is that of its messenger
   * @throws EngineUnavailable if the other processes cannot be reached
   */
  default @Nullable String epoch() {
    return null;
  }

  /**
   * Returns the id of this process among those that share its accounts. After the process has
   * departed, {@link Command.RetainMembers} removes its statements.
   *
   * @return the id, which changes when the process leaves and rejoins; null for an engine in one
   *     process
   */
  default @Nullable UUID member() {
    return null;
  }

  /**
   * Returns the current availability of the engine.
   *
   * @return the health
   */
  Health health();

  /** Stops serving, releases all memory and rings every doorbell. Closing twice is harmless. */
  @Override
  void close();
}
