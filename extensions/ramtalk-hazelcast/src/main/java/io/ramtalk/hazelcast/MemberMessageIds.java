package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.flakeidgen.FlakeIdGenerator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A generator of message ids that are unique among the members.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one compare-and-set.
 */
final class MemberMessageIds {
  /* The upper 44 bits are milliseconds, then follow a 12-bit counter and 8 bits of the number that
   * the cluster assigns to each joining member. A number repeats after 256 joins, in another
   * millisecond. More than 4,096 ids in one millisecond run ahead of the clock. */
  private static final int COUNTER_BITS = 20;
  private static final int LANE_BITS = 8;
  private static final long LANE_MASK = (1L << LANE_BITS) - 1;

  private final FlakeIdGenerator numbers;
  private final AtomicLong last = new AtomicLong();
  private volatile long messageIds;

  MemberMessageIds(HazelcastInstance instance) {
    numbers = instance.getFlakeIdGenerator(ClusterConfig.LANES);
    renew();
  }

  /** Reads the number of this member, which changes when it rejoins. */
  void renew() {
    messageIds = numbers.newId() & LANE_MASK;
  }

  long next(long nowMillis) {
    long floor = (Math.max(0, nowMillis) << COUNTER_BITS) | messageIds;
    return last.accumulateAndGet(floor, (before, least) ->
        Long.compareUnsigned(before, least) < 0
            ? least : ((before | LANE_MASK) + 1) | (least & LANE_MASK));
  }
}
