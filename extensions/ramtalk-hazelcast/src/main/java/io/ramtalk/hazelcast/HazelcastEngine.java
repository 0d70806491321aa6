package io.ramtalk.hazelcast;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.ramtalk.engine.Account;
import io.ramtalk.engine.AnswerCodec;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Effects;
import io.ramtalk.engine.Engine;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.hazelcast.internal.tls.TlsMembers;
import io.ramtalk.MessageId;
import io.ramtalk.MessengerClosed;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import io.ramtalk.server.SharedLogins;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An engine that stores accounts on the members of a Hazelcast cluster, each on one member and as a
 * backup on others. An acknowledged change is on all of them.
 *
 * <p>When one member stops, dies or freezes, no acknowledged change is lost. During a partition,
 * members outside the majority reject every call. There are no other guarantees.
 *
 * <p><b>Threads:</b> any number. Every call except {@link #submit} may block for responses of other
 * members, usually well under a millisecond. Without a response, it is rejected after {@value
 * Calls#LIMIT_MILLIS} ms.
 * <b>Cost:</b> one call to another member for each command, and one from there to each backup.
 */
public final class HazelcastEngine implements Engine {
  /* Each command runs as one entry processor, on the thread of the account's partition, and again
   * on each backup before the response is sent. The response carries the effects, and the caller
   * carries them out. Callers wait for their own command, but not for the end of a transfer or for
   * delivery reports: see DeferredCommands.
   *
   * A frozen member that resumes responds from its own outdated data before it learns that it has
   * to reject calls. So a call counts only while a majority counts this member: see MajorityLease.
   *
   * Message ids are drawn here, because two members may draw in the same millisecond: the low bits
   * identify the member that drew the id. */
  private static final Logger LOG = System.getLogger(HazelcastEngine.class.getName());
  private static final java.util.logging.Logger BENEATH =
      java.util.logging.Logger.getLogger("com.hazelcast");
  private static final Command<UserPresence> SHOW = new Command.ShowListed();

  private final HazelcastInstance instance;
  private final String space;
  private final Sweeper sweeper;
  private final boolean ownsInstance;
  private final IMap<UUID, StoredAccount> accounts;
  private final Directory directory;
  private final Listeners listeners;
  private final MemberMessageIds messageIds;
  private final Set<UserId> unswept = ConcurrentHashMap.newKeySet();
  private final AtomicLong callNumbers = new AtomicLong();
  private final MajorityLease lease;
  private final LeaseRenewal leaseRenewal;
  private final Calls calls;
  private final long callLimitMillis;
  private @Nullable Host host;
  private @Nullable DeferredCommands deferred;
  private @Nullable PartitionLedger ledger;
  private @Nullable Housekeeping housekeeping;
  private volatile @Nullable String epoch;
  private volatile boolean closed;

  /**
   * Creates an engine on a running member.
   *
   * @param instance the member
   * @param space the name of this set of accounts, the same on each member
   * @param sweeper executes due sweeps
   * @param ownsInstance true to stop the member when this engine is closed
   */
  HazelcastEngine(
      HazelcastInstance instance, String space, Sweeper sweeper, boolean ownsInstance) {
    this(instance, space, sweeper, ownsInstance, Timing.REAL);
  }

  /** Creates an engine on a running member, with other times than usual. */
  HazelcastEngine(HazelcastInstance instance, String space, Sweeper sweeper,
      boolean ownsInstance, Timing timing) {
    Completions.usePool();
    this.instance = instance;
    this.space = space;
    this.sweeper = sweeper;
    this.ownsInstance = ownsInstance;
    accounts = instance.getMap(ClusterConfig.ACCOUNTS + space);
    lease = new MajorityLease(ClusterConfig.majority(
        instance.getConfig().getNetworkConfig().getJoin().getTcpIpConfig().getMembers().size()),
        timing.clock());
    callLimitMillis = timing.callLimitMillis();
    calls = new Calls(lease, callLimitMillis);
    leaseRenewal = new LeaseRenewal(instance, lease);
    directory = new Directory(
        instance, space, accounts, calls, user -> execute(user, Command.ShowUser.INSTANCE));
    listeners = new Listeners(instance.getCluster(), accounts,
        instance.getTopic(ClusterConfig.HINTS + space));
    messageIds = new MemberMessageIds(instance);
  }

  /**
   * The times of an engine. On a machine that is too busy to answer in time, a test needs others.
   *
   * @param clock the clocks of this process
   * @param callLimitMillis the longest time that a call takes
   */
  record Timing(Supplier<MajorityLease.Moment> clock, long callLimitMillis) {
    static final Timing REAL = new Timing(MajorityLease.Moment::now, Calls.LIMIT_MILLIS);
  }

  /** A function that sweeps an account. Called on threads that must not block for long. */
  interface Sweeper {
    void sweep(HazelcastEngine engine, UserId user);
  }

  /**
   * Joins a cluster, or starts one. Calls are rejected until a majority of members is present.
   *
   * @param settings the members
   * @return an engine for one messenger, which closes it
   * @throws IllegalStateException if this member cannot listen on its address
   */
  public static HazelcastEngine join(ClusterSettings settings) {
    BENEATH.setLevel(java.util.logging.Level.WARNING);
    return join(Hazelcast.newHazelcastInstance(ClusterConfig.of(settings)), Timing.REAL);
  }

  /**
   * Joins a cluster whose members authenticate each other and encrypt their connections by TLS 1.3,
   * or starts one. Every member needs a certificate that the others trust. Names in certificates
   * are not compared with addresses.
   *
   * @param settings the members
   * @param tls the certificate and the key of this member, and the certificates that it trusts
   * @return an engine for one messenger, which closes it
   * @throws IllegalStateException if this member cannot listen on its address
   */
  public static HazelcastEngine join(ClusterSettings settings, SSLContext tls) {
    BENEATH.setLevel(java.util.logging.Level.WARNING);
    return join(TlsMembers.start(ClusterConfig.of(settings), tls), Timing.REAL);
  }

  /** Creates the only engine on a new member. */
  static HazelcastEngine join(HazelcastInstance instance, Timing timing) {
    var sweepers = Housekeeping.sweepers();
    return new HazelcastEngine(instance, "all",
        (engine, user) -> sweepers.execute(() -> engine.sweep(user)), true, timing);
  }

  @Override
  public void open(Host newHost) {
    host = newHost;
    deferred = new DeferredCommands(newHost.budget(), callLimitMillis);
    leaseRenewal.start();
    var mine = new PartitionLedger(instance, space, newHost, this::beginSweep);
    ledger = mine;
    housekeeping = new Housekeeping(instance, new Housekeeping.Charge(
        space, accounts, mine, listeners, messageIds), newHost::now, this::carryOut,
        this::reconcile);
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    checkOpen();
    return directory.register(account, maxUsers);
  }

  @Override
  public boolean remove(UserId user) {
    var known = execute(user, Command.ShowUser.INSTANCE); // after earlier commands on the account
    if (known == null) {
      return false;
    }
    long now = host().now();
    var repeated = new boolean[1];
    var outcome = calls.<Outcome>call(again -> {
      repeated[0] = again;
      return accounts.submitToKey(user.uuid(), new RemoveProcessor(space, now));
    });
    if (outcome == null && !repeated[0]) {
      return false;
    }
    directory.free(known, outcome);
    if (outcome != null) {
      carryOut(user, outcome);
    }
    return true;
  }

  @Override
  public <R> @Nullable R execute(UserId user, Command<R> command) {
    var answer = Calls.join(submit(user, command));
    if (!(command instanceof Command.Sweep) && unswept.remove(user)) {
      sweep(user);
    }
    return answer;
  }

  @Override
  public <R> CompletionStage<@Nullable R> submit(UserId user, Command<R> command) {
    var result = new CompletableFuture<@Nullable R>();
    if (closed) {
      result.completeExceptionally(new MessengerClosed());
      return result;
    }
    var earlier = deferred().earlier(user);
    if (earlier == null) {
      submit(user, unique(command), result);
    } else {
      earlier.whenComplete((nothing, failure) -> {
        if (failure == null) {
          submit(user, unique(command), result);
        } else {
          fail(result, command, failure);
        }
      });
    }
    return result;
  }

  private <R> void submit(
      UserId user, Command<R> command, CompletableFuture<@Nullable R> result) {
    calls.submit(attempt(user, command)).whenComplete((outcome, failure) -> {
      try {
        if (failure == null) {
          result.complete(answer(user, command, outcome));
        } else {
          fail(result, command, failure);
        }
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    });
  }

  /**
   * Completes a command that failed. The end of a send may fail: its message is stored or rejected,
   * and a retry of the send completes it in the outbox.
   */
  @SuppressWarnings("unchecked") // EndSend returns true
  private static <R> void fail(
      CompletableFuture<@Nullable R> result, Command<R> command, Throwable failure) {
    if (failure instanceof EngineUnavailable && command instanceof Command.EndSend end) {
      LOG.log(Level.DEBUG, () -> "The send of message " + end.id() + " stays incomplete", failure);
      result.complete((R) Boolean.TRUE);
    } else {
      result.completeExceptionally(failure);
    }
  }

  @SuppressWarnings("unchecked") // the kind of command stays the same
  private <R> Command<R> unique(Command<R> command) {
    return command instanceof Command.BeginSend send ? (Command<R>) withId(send) : command;
  }

  private Calls.Attempt<Outcome> attempt(UserId user, Command<?> command) {
    long call = callNumbers.incrementAndGet();
    return repeated -> accounts.submitToKey(user.uuid(), new CommandProcessor(
        command, new CommandProcessor.Caller(space, self(), call, repeated)));
  }

  /** Carries out the effects of an outcome and returns its answer. A due sweep follows later. */
  private <R> @Nullable R answer(UserId user, Command<R> command, @Nullable Outcome outcome) {
    if (outcome == null) {
      checkOpen();
      return null;
    }
    outcome.checkRoom();
    carryOut(user, outcome);
    listeners.look(user, outcome);
    if (outcome.nextTimer() <= host().now()) {
      unswept.add(user);
    }
    return AnswerCodec.decode(command, outcome.answer());
  }

  @Override
  public void executeLater(UserId user, Command<?> command, Collection<UserId> others) {
    var users = new HashSet<>(others);
    users.add(user);
    var first = attempt(user, command);
    Calls.Attempt<Void> attempt = repeated -> calls.attempt(first, repeated)
        .thenAccept(outcome -> {
          if (outcome != null) {
            answer(user, command, outcome);
          }
        });
    if (Completions.isOwnThread()) {
      deferred().begin(users, attempt);
      return;
    }
    checkOpen();
    if (!deferred().tryBegin(users, attempt)) {
      executeNow(user, command);
    }
  }

  private void executeNow(UserId user, Command<?> command) {
    try {
      execute(user, command);
    } catch (EngineUnavailable e) {
      LOG.log(Level.WARNING, () -> "Too many commands are under way, and one is lost: "
          + command.getClass().getSimpleName(), e);
    }
  }

  private Command.BeginSend withId(Command.BeginSend send) {
    return new Command.BeginSend(new MessageId(messageIds.next(send.now())), send.to(),
        send.idempotencyKey(), send.timed(), send.now(), send.maxReceipts(), send.maxIds());
  }

  private void beginSweep(UserId user) {
    try {
      sweeper.sweep(this, user);
    } catch (RejectedExecutionException e) {
      unswept.add(user);
    }
  }

  /** Applies due changes. Retried every second until the outcome is known. */
  void sweep(UserId user) {
    try {
      execute(user, new Command.Sweep(host().now()));
    } catch (EngineUnavailable e) {
      unswept.add(user);
      LOG.log(Level.DEBUG, "A sweep failed and will be retried", e);
    } catch (MessengerClosed e) {
      LOG.log(Level.DEBUG, "A sweep was skipped, because the engine is closed", e);
    }
  }

  /** Retries rejected calls and calls with an unknown outcome. */
  private void reconcile(boolean everything) {
    host().reconcile(everything);
    for (var user : List.copyOf(unswept)) {
      unswept.remove(user);
      beginSweep(user);
    }
  }

  /** Returns whether other members tell this one of rings. */
  boolean hearsRings() {
    return listeners.isSubscribed();
  }

  /** Returns the number of accounts with a due sweep, such as one that was rejected. */
  int unswept() {
    return unswept.size();
  }

  /** Carries out the effects of a step; delivery reports follow later. */
  private void carryOut(UserId user, Outcome outcome) {
    var effects = outcome.effects();
    if (effects != null) {
      host().react(effects);
      ring(user, outcome, effects);
    }
  }

  private void ring(UserId user, Outcome outcome, Effects effects) {
    if (effects.hasNews() || effects.hasPresence()) {
      try {
        listeners.ring(user, outcome, effects.hasNews(), effects.hasPresence());
      } catch (RuntimeException e) {
        // The step itself is done, and listeners on other members poll again soon.
        LOG.log(Level.DEBUG, "A doorbell hint was lost", e);
      }
    }
  }

  @Override
  public @Nullable User find(Mobile mobile) {
    checkOpen();
    return directory.find(mobile);
  }

  @Override
  public @Nullable Iterator<UserPresence> users(@Nullable UserId after) {
    checkOpen();
    long place = -Directory.SELF_TEST_PLACES;
    if (after != null) {
      long @Nullable [] look =
          calls.<long[]>call(again -> accounts.submitToKey(after.uuid(), new LookProcessor()));
      if (look == null) {
        return null;
      }
      place = look[0] + 1;
    }
    return new Walk(directory, place, this::show);
  }

  /** Returns the given users that are still registered. */
  private Map<UUID, UserPresence> show(Set<UUID> users) {
    long call = callNumbers.incrementAndGet();
    var outcomes = Objects.requireNonNull(calls.<Map<UUID, Outcome>>call(repeated ->
        accounts.submitToKeys(users, new CommandProcessor(SHOW,
            new CommandProcessor.Caller(space, self(), call, repeated)))));
    var shown = new HashMap<UUID, UserPresence>();
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
   * Returns the logins shared by the servers of the cluster.
   *
   * @return the shared logins
   */
  public SharedLogins logins() {
    return new HazelcastLogins(instance, space, calls);
  }

  /**
   * Returns the state of the cluster, as seen by this member.
   *
   * @return its members, and whether one of them may be stopped
   */
  public ClusterHealth cluster() {
    return ClusterHealth.of(
        instance, lease.holds(), housekeeping != null && housekeeping.isSafe());
  }

  /**
   * Returns the memory of the accounts stored on this member, without backups.
   *
   * @return bytes
   */
  public long ownedBytes() {
    return ledger == null ? 0 : ledger.bytes();
  }

  /**
   * Leaves the cluster. Accounts stored here first move to the other members, if there are any.
   * Closing twice is harmless.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (deferred != null) {
      deferred.close();
    }
    if (housekeeping != null) {
      housekeeping.close();
    }
    listeners.close();
    leaseRenewal.close();
    if (ownsInstance) {
      instance.shutdown();
    }
    if (ledger != null) {
      ledger.close();
    }
  }

  private UUID self() {
    return instance.getCluster().getLocalMember().getUuid();
  }

  private DeferredCommands deferred() {
    return Objects.requireNonNull(deferred, "The engine is not open; call open first");
  }

  private Host host() {
    return Objects.requireNonNull(host, "The engine is not open; call open first");
  }

  private void checkOpen() {
    if (closed) {
      throw new MessengerClosed();
    }
  }
}
