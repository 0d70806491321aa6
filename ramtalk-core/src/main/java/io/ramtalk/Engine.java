package io.ramtalk;

import java.util.Iterator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where accounts live, and what makes one command on one account atomic. The rules are not here:
 * they are in {@link Account}.
 *
 * <p>An engine is correct when it passes the engine contract, which is published as the test-jar
 * of this module.
 *
 * <p><b>Threads:</b> any number. Commands on one account run one after the other and each sees
 * all that earlier ones did; commands on two accounts do not wait for each other.
 */
public interface Engine extends AutoCloseable {
  /** The most listeners to the doorbell of one user. */
  int MAX_WATCHES_PER_USER = 64;

  /** The most listeners to the presence of one user. */
  int MAX_PRESENCE_WATCHES_PER_USER = 10_000;

  /** Whether an engine can be relied on now. */
  enum Health {
    /** Calls are answered. */
    READY,
    /** Too few processes of a cluster are there to answer calls: they are refused. */
    NO_QUORUM,
    /** Closed; every other call throws {@link MessengerClosed}. */
    CLOSED
  }

  /** What an engine needs of the messenger that it serves. */
  interface Host {
    /**
     * Returns the time that commands are to carry.
     *
     * @return the messenger's time, in milliseconds
     */
    long now();

    /**
     * Calls back once at a time or soon after. The call must not wait.
     *
     * @param time the messenger's time, in milliseconds
     * @param call what to call
     * @return takes the alarm back
     */
    Runnable alarm(long time, Runnable call);

    /**
     * Carries the effects of a command to other accounts. To be called after the command, with no
     * lock held.
     *
     * @param effects what the command meant for others
     */
    void react(Effects effects);

    /**
     * States again what others may not have learnt of the connections of this process, and carries
     * out ends of hand-overs that were rejected. To be called about once a second by an engine
     * whose calls may throw {@link EngineUnavailable}, on a thread that may wait.
     *
     * @param everything true if others may have lost what they once knew
     */
    void reconcile(boolean everything);

    /**
     * Returns what everything that is stored here counts against.
     *
     * @return the budget of this process
     */
    RamBudget budget();
  }

  /** A doorbell that is listened to. */
  interface Watch extends AutoCloseable {
    /** Stops listening. A call that has begun goes on. Doing so twice is harmless. */
    @Override
    void close();
  }

  /**
   * Takes up work for a messenger; called once, before any other method.
   *
   * @param host the messenger
   */
  void open(Host host);

  /**
   * Keeps a new account, unless its number (in canonical form) is registered. However many call
   * with one number at once, one account is kept and all of them are told of that one.
   *
   * @param account the new account; it belongs to the engine from now on
   * @param maxUsers the most users that the engine may hold
   * @return the user of that number, and whether it is new
   * @throws TooManyUsers if the number is new and {@code maxUsers} are registered
   * @throws RamExhausted if the number is new and the budget has no room
   */
  SignUp register(Account account, int maxUsers);

  /**
   * Removes an account and frees its number. Effects are carried out as those of a command.
   *
   * @param user whose account
   * @return false if there is no such user
   */
  boolean remove(UserId user);

  /**
   * Hears that a command on an account will follow soon. An engine that has to wait for where the
   * account is can begin to; most do nothing.
   *
   * @param user whose account
   */
  default void expect(UserId user) {}

  /**
   * Applies a command to the account of a user, then hands its effects to the host, rings the
   * doorbell if there is new mail, and sees to it that {@link Command.Sweep} runs at the
   * account's next alarm.
   *
   * @param user whose account
   * @param command what to do
   * @param <R> what the command answers
   * @return the answer, or null if there is no such user (nothing was changed then)
   * @throws RamExhausted if the command may make the account grow by more than the budget has
   *     room for
   */
  <R> @Nullable R execute(UserId user, Command<R> command);

  /**
   * Finds the user of a number.
   *
   * @param mobile the number; its canonical form counts
   * @return the user, or null if the number is not registered
   */
  @Nullable User find(Mobile mobile);

  /**
   * Walks over the users in order of registration. Users that sign up or leave meanwhile may be
   * seen or not.
   *
   * @param after the user to begin behind, or null to begin with the first
   * @return a walk for one thread, in constant memory whatever the number of users; null if there
   *     is no such user to begin behind
   */
  @Nullable Iterator<Listed> users(@Nullable UserId after);

  /**
   * Listens to the doorbell of a user: calls back whenever messages become available that were
   * not before, when a receipt changes while the user is connected, and when the user leaves. It
   * is a hint: there may be nothing left to take, or one call for several messages.
   *
   * @param user whose doorbell
   * @param bell called with no lock held, by whichever thread brought the message; it must not
   *     wait
   * @return to stop with
   * @throws InvalidInput if {@link #MAX_WATCHES_PER_USER} listen already
   */
  Watch watch(UserId user, Runnable bell);

  /**
   * Listens to the presence of a user: calls back whenever it comes online or goes, and when it
   * leaves. It is a hint, as a doorbell is.
   *
   * @param user whose presence
   * @param bell called with no lock held, by whichever thread brought the news; it must not wait
   * @return to stop with
   * @throws InvalidInput if {@link #MAX_PRESENCE_WATCHES_PER_USER} listen already
   */
  Watch watchPresence(UserId user, Runnable bell);

  /**
   * Returns the name of this life of RAM, where several processes share it.
   *
   * @return 16 hexadecimal digits, the same in all of them; null for an engine in one process,
   *     whose life is that of its messenger
   * @throws EngineUnavailable if the others cannot be asked
   */
  default @Nullable String epoch() {
    return null;
  }

  /**
   * Returns the id under which this process is known to the others that share its accounts. What
   * it stated is dropped by {@link Command.RetainMembers} when it is gone.
   *
   * @return the id, another one if the process left and joined again; null for an engine in one
   *     process
   */
  default @Nullable UUID member() {
    return null;
  }

  /**
   * Says whether the engine can be relied on now.
   *
   * @return the health
   */
  Health health();

  /** Gives everything up, and rings every doorbell. Doing so twice is harmless. */
  @Override
  void close();
}
