package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import io.ramtalk.Engine;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.UserId;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a member does for the accounts that live on it: counts their bytes against its budget, and
 * sets their timers. Copies of accounts of other members are not counted.
 *
 * <p><b>Threads:</b> those of the partitions, and the one that hears of migrations.
 */
final class Caretaker {
  /* When a partition comes, nobody says what is in it: each account is counted when it is first
   * touched, and a walk of SettleStep touches all. When a partition goes, what was counted of it
   * is given back, and its tenure ends: accounts that come back with it are counted anew. */
  private static final String KEY = "ramtalk.";

  private final HazelcastInstance instance;
  private final String space;
  private final Engine.Host host;
  private final Consumer<UserId> sweep;
  private final Partition[] partitions;

  Caretaker(
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

  /** What is counted of one partition, since this member has it. */
  private static final class Partition {
    private int tenure;
    private long bytes;
  }

  /** Returns that of this member; null if no messenger is open here. */
  static @Nullable Caretaker of(@Nullable HazelcastInstance instance, String space) {
    return instance == null ? null : (Caretaker) instance.getUserContext().get(KEY + space);
  }

  RamBudget budget() {
    return host.budget();
  }

  /** Changes an account after room was reserved, and counts what it grew by. */
  Outcome apply(
      UUID user, Residence home, LongSupplier reservation, Supplier<Outcome> change) {
    var partition = partition(user);
    touch(user, home);
    long reserved;
    try {
      reserved = reservation.getAsLong();
    } catch (RamExhausted full) {
      return Outcome.noRoom(full);
    }
    long before = home.account().bytes();
    long after = before;
    try {
      var outcome = change.get();
      after = home.account().bytes();
      return outcome;
    } finally {
      budget().release(reserved - (after - before));
      synchronized (partition) {
        partition.bytes += after - before;
      }
      setTimer(user, home);
    }
  }

  /** Counts an account that came, and sets its timer, unless that was done. */
  void touch(UUID user, Residence home) {
    var partition = partition(user);
    synchronized (partition) {
      if (!home.countIn(partition.tenure)) {
        return;
      }
      partition.bytes += home.account().bytes();
    }
    budget().release(-home.account().bytes());
    setTimer(user, home);
  }

  /** Counts a new account; refuses what finds no room. */
  void admit(UUID user, Residence home) {
    budget().reserve(home.account().bytes());
    var partition = partition(user);
    synchronized (partition) {
      home.countIn(partition.tenure);
      partition.bytes += home.account().bytes();
    }
  }

  /** Gives back what an account takes, before it goes. */
  void dismiss(UUID user, Residence home) {
    touch(user, home);
    home.cancelTimer();
    long bytes = home.account().bytes();
    var partition = partition(user);
    synchronized (partition) {
      partition.bytes -= bytes;
    }
    budget().release(bytes);
  }

  /** Forgets all partitions: this member joined again, and what it had was thrown away. */
  void loseAll() {
    for (int i = 0; i < partitions.length; i++) {
      lose(i);
    }
  }

  /** Forgets a partition that went to another member. */
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

  /** Returns what is counted here, in bytes. */
  long bytes() {
    long sum = 0;
    for (var partition : partitions) {
      synchronized (partition) {
        sum += partition.bytes;
      }
    }
    return sum;
  }

  /** Forgets everything. */
  void close() {
    if (instance.getLifecycleService().isRunning()) {
      instance.getUserContext().remove(KEY + space, this);
    }
    loseAll();
  }

  private void setTimer(UUID user, Residence home) {
    home.setTimer((time, fired) -> host.alarm(time, () -> {
      fired.run();
      sweep.accept(new UserId(user.getMostSignificantBits(), user.getLeastSignificantBits()));
    }));
  }

  private Partition partition(UUID user) {
    return partitions[instance.getPartitionService().getPartition(user).getPartitionId()];
  }
}
