package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.flakeidgen.FlakeIdGenerator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Draws message ids that no other member draws.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one compare-and-set.
 */
final class MessageLane {
  /* Upper 44 bits milliseconds, 12 bits that count, 8 bits of the number that the cluster gives
   * to each member that joins. A number comes again after 256 joins, in another millisecond. More
   * ids than 4,096 in a millisecond run ahead of the clock. */
  private static final int COUNTER_BITS = 20;
  private static final int LANE_BITS = 8;
  private static final long LANE_MASK = (1L << LANE_BITS) - 1;

  private final FlakeIdGenerator numbers;
  private final AtomicLong last = new AtomicLong();
  private volatile long lane;

  MessageLane(HazelcastInstance instance) {
    numbers = instance.getFlakeIdGenerator(ClusterConfig.LANES);
    renew();
  }

  /** Takes the number that this member has now: it gets another when it joins again. */
  void renew() {
    lane = numbers.newId() & LANE_MASK;
  }

  long next(long nowMillis) {
    long floor = (Math.max(0, nowMillis) << COUNTER_BITS) | lane;
    return last.accumulateAndGet(floor, (before, least) ->
        Long.compareUnsigned(before, least) < 0
            ? least : ((before | LANE_MASK) + 1) | (least & LANE_MASK));
  }
}
