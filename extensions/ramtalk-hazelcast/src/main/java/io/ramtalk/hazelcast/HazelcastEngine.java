package io.ramtalk.hazelcast;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.ramtalk.Account;
import io.ramtalk.AnswerCodec;
import io.ramtalk.Command;
import io.ramtalk.Effects;
import io.ramtalk.Engine;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.Listed;
import io.ramtalk.MessageId;
import io.ramtalk.MessengerClosed;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.server.SharedLogins;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accounts on the members of a Hazelcast cluster, each on one and as a copy on others: what
 * was answered is on both.
 *
 * <p>One member that stops, dies or freezes loses nothing that was acknowledged. In a network that
 * is split, who is not of the majority refuses. Beyond that nothing is promised.
 *
 * <p><b>Threads:</b> any number; every call may wait for other members, usually well under a
 * millisecond, and {@value Calls#LIMIT_MILLIS} ms at most before it is refused for want of an
 * answer. <b>Cost:</b> one call to another member for each command, and one from there to each
 * copy.
 */
public final class HazelcastEngine implements Engine {
  /* Each command runs as one entry processor, on the thread of the account's partition, and again
   * on the copy before it is answered. Its effects come back with the answer, and whoever called
   * carries them out.
   *
   * A member that was frozen answers what it alone has before it is told to refuse. So each call
   * counts only while a majority counts this member: see MajorityLease.
   *
   * A message gets its id here, since two members may draw in one millisecond: its low bits say
   * which member drew it. */
  private static final Logger LOG = System.getLogger(HazelcastEngine.class.getName());
  private static final java.util.logging.Logger BENEATH =
      java.util.logging.Logger.getLogger("com.hazelcast");
  private static final Command<Listed> SHOW = new Command.ShowListed();

  private final HazelcastInstance instance;
  private final String space;
  private final Sweeper sweeper;
  private final boolean ownsInstance;
  private final IMap<UUID, Residence> accounts;
  private final Directory directory;
  private final Listeners listeners;
  private final MessageLane lane;
  private final Set<UserId> unswept = ConcurrentHashMap.newKeySet();
  private final AtomicLong callNumbers = new AtomicLong();
  private final MajorityLease lease;
  private final RollCall rollCall;
  private final Calls calls;
  private @Nullable Host host;
  private @Nullable Caretaker caretaker;
  private @Nullable Housekeeping housekeeping;
  private volatile @Nullable String epoch;
  private volatile boolean closed;

  /**
   * Works on a member that runs already.
   *
   * @param instance the member
   * @param space a name for these accounts, the same on each member
   * @param sweeper sees to what is due at a time
   * @param ownsInstance true to stop the member when this is closed
   */
  HazelcastEngine(
      HazelcastInstance instance, String space, Sweeper sweeper, boolean ownsInstance) {
    this(instance, space, sweeper, ownsInstance, MajorityLease.Moment::now);
  }

  /** Works on a member as above, with a clock that may jump. */
  HazelcastEngine(HazelcastInstance instance, String space, Sweeper sweeper,
      boolean ownsInstance, Supplier<MajorityLease.Moment> clock) {
    Completions.usePool();
    this.instance = instance;
    this.space = space;
    this.sweeper = sweeper;
    this.ownsInstance = ownsInstance;
    accounts = instance.getMap(ClusterConfig.ACCOUNTS + space);
    lease = new MajorityLease(ClusterConfig.majority(
        instance.getConfig().getNetworkConfig().getJoin().getTcpIpConfig().getMembers().size()),
        clock);
    calls = new Calls(lease);
    rollCall = new RollCall(instance, lease);
    directory = new Directory(
        instance, space, accounts, calls, user -> ask(user, Command.ShowUser.INSTANCE));
    listeners = new Listeners(instance.getCluster(), accounts,
        instance.getTopic(ClusterConfig.HINTS + space));
    lane = new MessageLane(instance);
  }

  /** Sees to an account in which something is due. Called on threads that must not wait long. */
  interface Sweeper {
    void sweep(HazelcastEngine engine, UserId user);
  }

  /**
   * Joins a cluster, or begins one. Calls are refused until a majority of its members is there.
   *
   * @param settings who the members are
   * @return an engine for one messenger, which closes it
   * @throws IllegalStateException if the address of this member cannot be listened on
   */
  public static HazelcastEngine join(ClusterSettings settings) {
    BENEATH.setLevel(java.util.logging.Level.WARNING);
    var instance = Hazelcast.newHazelcastInstance(ClusterConfig.of(settings));
    var sweepers = Housekeeping.sweepers();
    return new HazelcastEngine(instance, "all",
        (engine, user) -> sweepers.execute(() -> engine.sweep(user)), true);
  }

  @Override
  public void open(Host newHost) {
    host = newHost;
    rollCall.start();
    var mine = new Caretaker(instance, space, newHost, this::beginSweep);
    caretaker = mine;
    housekeeping = new Housekeeping(instance, new Housekeeping.Charge(
        space, accounts, mine, listeners, lane), newHost::now, this::carryOut,
        this::reconcile);
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    checkOpen();
    return directory.register(account, maxUsers);
  }

  @Override
  public boolean remove(UserId user) {
    checkOpen();
    var known = directory.isCanary(user) ? null : ask(user, Command.ShowUser.INSTANCE);
    if (known == null && !directory.isCanary(user)) {
      return false;
    }
    long now = host().now();
    var repeated = new boolean[1];
    var outcome = calls.<Outcome>call(again -> {
      repeated[0] = again;
      return accounts.submitToKey(user.uuid(), new RemoveStep(space, now));
    });
    if (outcome == null && !repeated[0]) {
      return false;
    }
    directory.free(user, known, outcome);
    if (outcome != null) {
      carryOut(user, outcome);
    }
    return true;
  }

  @Override
  @SuppressWarnings("unchecked") // the command that closes books answers true
  public <R> @Nullable R execute(UserId user, Command<R> command) {
    checkOpen();
    try {
      return ask(user, command);
    } catch (EngineUnavailable e) {
      if (command instanceof Command.EndSend end) {
        // The message is where it is; its books are put right when it is sent again.
        LOG.log(Level.DEBUG, () -> "The books of message " + end.id() + " stay open", e);
        return (R) Boolean.TRUE;
      }
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // it is the same kind of command
  private <R> @Nullable R ask(UserId user, Command<R> command) {
    var unique = command instanceof Command.BeginSend send ? (Command<R>) withId(send) : command;
    long call = callNumbers.incrementAndGet();
    var outcome = calls.<Outcome>call(repeated -> accounts.submitToKey(user.uuid(),
        new CommandStep(unique, new CommandStep.Caller(space, self(), call, repeated))));
    if (outcome == null) {
      checkOpen();
      return null;
    }
    outcome.checkRoom();
    carryOut(user, outcome);
    listeners.look(user, outcome);
    if (outcome.alarm() <= host().now() && !(command instanceof Command.Sweep)) {
      sweep(user);
    }
    return AnswerCodec.decode(unique, outcome.answer());
  }

  private Command.BeginSend withId(Command.BeginSend send) {
    return new Command.BeginSend(new MessageId(lane.next(send.now())), send.to(), send.ownId(),
        send.timed(), send.now(), send.maxReceipts(), send.maxIds());
  }

  private void beginSweep(UserId user) {
    try {
      sweeper.sweep(this, user);
    } catch (RejectedExecutionException e) {
      unswept.add(user);
    }
  }

  /** Lets what is due happen; tried again every second until it is known to have happened. */
  void sweep(UserId user) {
    try {
      execute(user, new Command.Sweep(host().now()));
    } catch (EngineUnavailable e) {
      unswept.add(user);
      LOG.log(Level.DEBUG, "A sweep is tried again soon", e);
    } catch (MessengerClosed e) {
      LOG.log(Level.DEBUG, "There is nothing left to sweep", e);
    }
  }

  /** Does again what was rejected, or whose outcome is not known. */
  private void reconcile(boolean everything) {
    host().reconcile(everything);
    for (var user : List.copyOf(unswept)) {
      unswept.remove(user);
      beginSweep(user);
    }
  }

  /** Returns in how many accounts something is due that was rejected. */
  int unswept() {
    return unswept.size();
  }

  /** Tells others what a step means for them. News of receipts are lost if they cannot be told. */
  private void carryOut(UserId user, Outcome outcome) {
    var effects = outcome.effects();
    if (effects == null) {
      return;
    }
    try {
      host().react(effects);
    } catch (EngineUnavailable e) {
      LOG.log(Level.WARNING, () -> "Receipts of " + effects.fates().size()
          + " messages are not told: " + e.getMessage());
    }
    ring(user, outcome, effects);
  }

  private void ring(UserId user, Outcome outcome, Effects effects) {
    if (effects.hasNews() || effects.hasPresence()) {
      try {
        listeners.ring(user, outcome, effects.hasNews(), effects.hasPresence());
      } catch (RuntimeException e) {
        // What was done is done, and who listens elsewhere looks again soon.
        LOG.log(Level.DEBUG, "A hint is not told", e);
      }
    }
  }

  @Override
  public @Nullable User find(Mobile mobile) {
    checkOpen();
    return directory.find(mobile);
  }

  @Override
  public @Nullable Iterator<Listed> users(@Nullable UserId after) {
    checkOpen();
    long place = -Directory.CANARY_PLACES;
    if (after != null) {
      long @Nullable [] look =
          calls.<long[]>call(again -> accounts.submitToKey(after.uuid(), new LookStep()));
      if (look == null) {
        return null;
      }
      place = look[0] + 1;
    }
    return new Walk(directory, place, this::show);
  }

  /** Returns those of some users who are there. */
  private Map<UUID, Listed> show(Set<UUID> users) {
    long call = callNumbers.incrementAndGet();
    var outcomes = Objects.requireNonNull(calls.<Map<UUID, Outcome>>call(repeated ->
        accounts.submitToKeys(users, new CommandStep(SHOW,
            new CommandStep.Caller(space, self(), call, repeated)))));
    var shown = new HashMap<UUID, Listed>();
    outcomes.forEach((id, outcome) -> shown.put(
        id, AnswerCodec.decode(SHOW, outcome.answer())));
    return shown;
  }

  @Override
  public Watch watch(UserId user, Runnable bell) {
    checkOpen();
    return listeners.watch(user, bell);
  }

  @Override
  public Watch watchPresence(UserId user, Runnable bell) {
    checkOpen();
    return listeners.watchPresence(user, bell);
  }

  @Override
  public String epoch() {
    var known = epoch;
    if (known == null) {
      checkOpen();
      known = directory.epoch();
      epoch = known;
    }
    return known;
  }

  @Override
  public UUID member() {
    return self();
  }

  @Override
  public Health health() {
    return closed ? Health.CLOSED : cluster().hasQuorum() ? Health.READY : Health.NO_QUORUM;
  }

  /**
   * Returns where servers on the members keep their logins.
   *
   * @return what they know together
   */
  public SharedLogins logins() {
    return new HazelcastLogins(instance, space, calls);
  }

  /**
   * Says how the cluster is, as this member sees it.
   *
   * @return its members, and whether it can lose one of them
   */
  public ClusterHealth cluster() {
    return ClusterHealth.of(
        instance, lease.holds(), housekeeping != null && housekeeping.isSafe());
  }

  /**
   * Returns what the accounts that live on this member count, copies left aside.
   *
   * @return bytes
   */
  public long ownedBytes() {
    return caretaker == null ? 0 : caretaker.bytes();
  }

  /**
   * Leaves the cluster: accounts that live here go to the other members first, where there are
   * any. Doing so twice is harmless.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (housekeeping != null) {
      housekeeping.close();
    }
    listeners.close();
    rollCall.close();
    if (ownsInstance) {
      instance.shutdown();
    }
    if (caretaker != null) {
      caretaker.close();
    }
  }

  private UUID self() {
    return instance.getCluster().getLocalMember().getUuid();
  }

  private Host host() {
    return Objects.requireNonNull(host, "The engine was not opened");
  }

  private void checkOpen() {
    if (closed) {
      throw new MessengerClosed();
    }
  }
}
