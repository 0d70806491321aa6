package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import io.ramtalk.engine.Engine;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.UserId;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory and the timers of the accounts stored on this member. Backup copies of other members'
 * accounts are not counted.
 *
 * <p><b>Threads:</b> the partition threads and the thread that handles migrations.
 */
final class PartitionLedger {
  /* When a partition arrives, its contents are unknown: each account is counted when it is first
   * accessed, and a run of SettleProcessor accesses all. When a partition leaves, its counted bytes
   * are released and its tenure ends. Accounts that return with it are counted again. */
  private static final String KEY = "ramtalk.";

  private final HazelcastInstance instance;
  private final String space;
  private final Engine.Host host;
  private final Consumer<UserId> sweep;
  private final Partition[] partitions;

  PartitionLedger(
      HazelcastInstance instance, String space, Engine.Host host, Consumer<UserId> sweep) {
    this.instance = instance;
    this.space = space;
    this.host = host;
    this.sweep = sweep;
    partitions = new Partition[instance.getPartitionService().getPartitions().size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Partition();
    }
    instance.getUserContext().put(KEY + space, this);
  }

  /** The counted bytes of one partition during its current tenure on this member. */
  private static final class Partition {
    private int tenure;
    private long bytes;
  }

  /** Returns the instance of this member, or null if no messenger is open here. */
  static @Nullable PartitionLedger of(@Nullable HazelcastInstance instance, String space) {
    return instance == null ? null : (PartitionLedger) instance.getUserContext().get(KEY + space);
  }

  RamBudget budget() {
    return host.budget();
  }

  /** Changes an account after memory was reserved, and counts its growth. */
  Outcome apply(
      UUID user, StoredAccount home, LongSupplier reservation, Supplier<Outcome> change) {
    var partition = partition(user, home);
    touch(user, home);
    long reserved;
    try {
      reserved = reservation.getAsLong();
    } catch (RamExhausted full) {
      return Outcome.noRoom(full);
    }
    long before = home.bytes();
    long after = before;
    try {
      var outcome = change.get();
      after = home.bytes();
      return outcome;
    } finally {
      budget().release(reserved - (after - before));
      synchronized (partition) {
        partition.bytes += after - before;
      }
      setTimer(user, home);
    }
  }

  /** Counts an account that has arrived and sets its timer, unless already done. */
  void touch(UUID user, StoredAccount home) {
    var partition = partition(user, home);
    synchronized (partition) {
      if (!home.countIn(partition.tenure)) {
        return;
      }
      partition.bytes += home.bytes();
    }
    budget().release(-home.bytes());
    setTimer(user, home);
  }

  /** Counts a new account. Rejects it if the byte budget has too little left. */
  void admit(UUID user, StoredAccount home) {
    budget().reserve(home.bytes());
    var partition = partition(user, home);
    synchronized (partition) {
      home.countIn(partition.tenure);
      partition.bytes += home.bytes();
    }
  }

  /** Releases the memory of an account before it is removed. */
  void dismiss(UUID user, StoredAccount home) {
    touch(user, home);
    home.cancelTimer();
    long bytes = home.bytes();
    var partition = partition(user, home);
    synchronized (partition) {
      partition.bytes -= bytes;
    }
    budget().release(bytes);
  }

  /** Releases all partitions, after this member rejoined and its data was discarded. */
  void loseAll() {
    for (int i = 0; i < partitions.length; i++) {
      lose(i);
    }
  }

  /** Releases a partition that moved to another member. */
  void lose(int number) {
    var partition = partitions[number];
    long bytes;
    synchronized (partition) {
      partition.tenure++;
      bytes = partition.bytes;
      partition.bytes = 0;
    }
    budget().release(bytes);
  }

  /** Returns the bytes counted on this member. */
  long bytes() {
    long sum = 0;
    for (var partition : partitions) {
      synchronized (partition) {
        sum += partition.bytes;
      }
    }
    return sum;
  }

  /** Releases everything. */
  void close() {
    if (instance.getLifecycleService().isRunning()) {
      instance.getUserContext().remove(KEY + space, this);
    }
    loseAll();
  }

  private void setTimer(UUID user, StoredAccount home) {
    home.setTimer((time, fired) -> host.timer(time, () -> {
      fired.run();
      sweep.accept(new UserId(user.getMostSignificantBits(), user.getLeastSignificantBits()));
    }));
  }

  private Partition partition(UUID user, StoredAccount home) {
    return partitions[home.partition(
        () -> instance.getPartitionService().getPartition(user).getPartitionId())];
  }
}
