package io.ramtalk.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A poll of the other members, twice a second, whether they count this member.
 *
 * <p><b>Threads:</b> one of its own. <b>Cost:</b> one pending question per member, and another one
 * after a second without a response.
 */
final class LeaseRenewal implements AutoCloseable {
  /* A member rejects calls from members that it does not count, so any response is a
   * confirmation, unless the clocks differ too much. */
  private static final Logger LOG = System.getLogger(LeaseRenewal.class.getName());
  private static final long EVERY_MILLIS = 500;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HazelcastInstance instance;
  private final MajorityLease lease;
  private final IExecutorService executor;
  private final Map<UUID, MajorityLease.Moment> underWay = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock;

  LeaseRenewal(HazelcastInstance instance, MajorityLease lease) {
    this.instance = instance;
    this.lease = lease;
    executor = instance.getExecutorService(ClusterConfig.ROLL_CALL);
    clock = Executors.newSingleThreadScheduledExecutor(task -> {
      var thread = new Thread(task, "ramtalk-roll-call");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Starts asking. Waits briefly for the first responses, so that the first call finds them. */
  @SuppressWarnings("FutureReturnValueIgnored") // ask() catches its exceptions
  void start() {
    var first = new CountDownLatch(1);
    clock.scheduleWithFixedDelay(() -> ask(first), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    try {
      if (!first.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
        LOG.log(Level.DEBUG, "Other members have not responded yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(CountDownLatch answered) {
    try {
      var others = others();
      var ids = others.stream().map(Member::getUuid).toList();
      lease.retain(ids);
      underWay.keySet().retainAll(ids);
      if (others.isEmpty()) {
        answered.countDown();
      }
      for (var member : others) {
        var now = lease.now();
        var before = underWay.get(member.getUuid());
        if (before == null || now.nanos() - before.nanos() > PATIENCE_NANOS) {
          underWay.put(member.getUuid(), now);
          executor.submitToMember(new LeaseRenewalTask(), member, answer(member, now, answered));
        }
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Asking members failed and will be retried", e);
    }
  }

  private List<Member> others() {
    return instance.getCluster().getMembers().stream()
        .filter(member -> !member.localMember()).toList();
  }

  private ExecutionCallback<Long> answer(
      Member member, MajorityLease.Moment whenAsked, CountDownLatch answered) {
    return new ExecutionCallback<>() {
      @Override
      public void onResponse(Long itsMillis) {
        underWay.remove(member.getUuid(), whenAsked);
        lease.commit(member.getUuid(), whenAsked, itsMillis);
        if (lease.holds()) {
          answered.countDown();
        }
      }

      @Override
      public void onFailure(Throwable failure) {
        underWay.remove(member.getUuid(), whenAsked);
      }
    };
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
