package io.ramtalk.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.ReplicaMigrationEvent;
import com.hazelcast.query.Predicates;
import io.ramtalk.UserId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The periodic work of a member, and its reaction to members that join or leave.
 *
 * <p><b>Threads:</b> two of its own, one of them for work that may block on departed members.
 * Listeners only set flags for them.
 */
final class Housekeeping implements MembershipListener, MigrationListener {
  /* When partitions have moved or a member has left, the oldest member settles all accounts where
   * they are stored: they are counted, their timers are set, and the connections of departed
   * members are removed. This is retried until it succeeds; a repetition is harmless.
   *
   * After a member has left, or this one has rejoined, other members may have lost the statements
   * about this member's connections, so all of them are repeated.
   *
   * This thread also checks whether all backups are complete, because the check blocks on departed
   * members. It covers this member only, and runs only on demand: a check of all members would
   * block the threads with which they agree that one of them has left. */
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final int MAX_SWEEPS = 1_000_000;
  private static final int SWEEPERS = 2;
  private static final long ASKED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SAFE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final HazelcastInstance instance;
  private final Charge charge;
  private final LongSupplier now;
  private final BiConsumer<UserId, Outcome> carryOut;
  private final Consumer<Boolean> reconcile;
  private final AtomicBoolean forgotten = new AtomicBoolean();
  private final AtomicBoolean merged = new AtomicBoolean();
  private final ScheduledExecutorService clock;
  private final List<ScheduledFuture<?>> beats;
  private final UUID membership;
  private final UUID migration;
  private final UUID lifecycle;
  private final AtomicBoolean moved = new AtomicBoolean();
  private volatile boolean migrating;
  private volatile long askedNanos = System.nanoTime() - ASKED_NANOS;
  private final AtomicInteger unsettled = new AtomicInteger();
  private volatile Safe safe = new Safe(-1, System.nanoTime());

  /** The parts that are maintained. */
  record Charge(String space, IMap<UUID, StoredAccount> accounts, PartitionLedger ledger,
      Listeners listeners, MemberMessageIds messageIds) {}

  /** The time at which all backups were complete, and the number of moves started before. */
  private record Safe(int unsettled, long nanos) {}

  Housekeeping(HazelcastInstance instance, Charge charge, LongSupplier now,
      BiConsumer<UserId, Outcome> carryOut, Consumer<Boolean> reconcile) {
    this.reconcile = reconcile;
    this.instance = instance;
    this.charge = charge;
    this.now = now;
    this.carryOut = carryOut;
    clock = Executors.newScheduledThreadPool(2, task -> daemon(task, "ramtalk-cluster"));
    membership = instance.getCluster().addMembershipListener(this);
    migration = instance.getPartitionService().addMigrationListener(this);
    lifecycle = instance.getLifecycleService().addLifecycleListener(event -> {
      if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
        charge.messageIds().renew();
        charge.ledger().loseAll();
        forgotten.set(true);
        merged.set(true);
        moved.set(true);
      }
    });
    beats = List.of(clock.scheduleWithFixedDelay(this::keep, 1, 1, TimeUnit.SECONDS),
        clock.scheduleWithFixedDelay(this::reconcile, 1, 1, TimeUnit.SECONDS));
  }

  /** Creates threads for due sweeps, which may block on other members. */
  static Executor sweepers() {
    var pool = new ThreadPoolExecutor(SWEEPERS, SWEEPERS, 10, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(MAX_SWEEPS), task -> daemon(task, "ramtalk-sweeps"),
        new ThreadPoolExecutor.AbortPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    LOG.log(Level.INFO, () -> "Member " + event.getMember().getAddress() + " joined; "
        + event.getMembers().size() + " are present");
    unsettle();
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    LOG.log(Level.WARNING, () -> "Member " + event.getMember().getAddress() + " left; "
        + event.getMembers().size() + " are present");
    forgotten.set(true);
    unsettle();
  }

  /** Invalidates the last check of backups, because they are about to move. */
  private void unsettle() {
    moved.set(true);
    unsettled.incrementAndGet();
  }

  @Override
  public void migrationStarted(MigrationState state) {
    migrating = true;
    unsettle();
  }

  @Override
  public void migrationFinished(MigrationState state) {
    migrating = false;
    moved.set(true);
  }

  @Override
  public void replicaMigrationCompleted(ReplicaMigrationEvent event) {
    if (event.getReplicaIndex() == 0 && event.getSource() != null
        && event.getSource().localMember()) {
      charge.ledger().lose(event.getPartitionId());
    }
  }

  @Override
  public void replicaMigrationFailed(ReplicaMigrationEvent event) {
    moved.set(true);
  }

  private void keep() {
    try {
      if (!migrating && moved.compareAndSet(true, false)) {
        settle();
      }
      charge.listeners().lookAgain();
      int before = unsettled.get();
      if (isAskedAfterSafety() && instance.getPartitionService().isLocalMemberSafe()) {
        safe = new Safe(before, System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      moved.set(true);
      LOG.log(Level.DEBUG, "Settling accounts failed and will be retried", e);
    }
  }

  private void reconcile() {
    try {
      boolean joinedAgain = merged.getAndSet(false);
      reconcile.accept(forgotten.getAndSet(false));
      if (joinedAgain) {
        charge.listeners().ringAll();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Retrying rejected calls failed and will be repeated", e);
    }
  }

  /** Settles all accounts. Runs on one member only, since every member counts its own accounts. */
  private void settle() {
    if (!isOldest()) {
      return;
    }
    var present = instance.getCluster().getMembers().stream().map(Member::getUuid).toList();
    var step = new SettleProcessor(charge.space(), present, now.getAsLong(),
        instance.getCluster().getClusterTime());
    charge.accounts().executeOnEntries(step, Predicates.alwaysTrue()).forEach((id, outcome) -> {
      if (outcome != null) {
        if (outcome.isBehind()) {
          moved.set(true);
        }
        carryOut.accept(
            new UserId(id.getMostSignificantBits(), id.getLeastSignificantBits()), outcome);
      }
    });
  }

  private boolean isAskedAfterSafety() {
    return !moved.get() && !migrating && System.nanoTime() - askedNanos < ASKED_NANOS;
  }

  /** Returns whether every account stored here recently had all its backups. */
  boolean isSafe() {
    askedNanos = System.nanoTime();
    var last = safe;
    return last.unsettled() == unsettled.get() && System.nanoTime() - last.nanos() < SAFE_NANOS;
  }

  private boolean isOldest() {
    return instance.getCluster().getMembers().iterator().next().localMember();
  }

  void close() {
    beats.forEach(beat -> beat.cancel(true));
    clock.shutdownNow();
    if (instance.getLifecycleService().isRunning()) {
      instance.getCluster().removeMembershipListener(membership);
      instance.getPartitionService().removeMigrationListener(migration);
      instance.getLifecycleService().removeLifecycleListener(lifecycle);
    }
  }
}
