package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamBudget;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.access.ClientAddress;
import io.ramtalk.server.internal.access.RateLimiter;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The memory of rate limits, which is bounded for any number of callers.
 * {@code -Dramtalk.limiter.addresses=1000000} sets the number of addresses.
 */
final class RateLimiterMemoryTest {
  private static final int ADDRESSES =
      Integer.getInteger("ramtalk.limiter.addresses", 4 * RateLimiter.MAX_BUCKETS);
  private static final long MAX_BYTES = 16 << 20;
  private static final Map<RateLimit, Rate> RATES = Arrays.stream(RateLimit.values())
      .collect(Collectors.toMap(limit -> limit, RateLimit::defaultRate));

  @Test
  @Tag("scaled")
  void manyAddresses_inEveryLimit_16MegabytesAndCharged() {
    var clock = VirtualClock.startingAt(Instant.EPOCH);
    var budget = new RamBudget(1L << 30);
    long before = usedHeap();
    var limiter = new RateLimiter(RATES, clock::millis, budget);

    for (int i = 0; i < ADDRESSES; i++) {
      for (var limit : RateLimit.values()) {
        limiter.take(limit, key(limit, i));
      }
    }
    long grown = usedHeap() - before;

    assertThat(limiter.count())
        .isEqualTo((long) RateLimiter.MAX_BUCKETS * RateLimit.values().length);
    assertThat(budget.used()).isEqualTo(limiter.count() * RateLimiter.BUCKET_BYTES);
    assertThat(budget.used()).isLessThanOrEqualTo(MAX_BYTES);
    assertThat(grown).isLessThanOrEqualTo(MAX_BYTES);
    assertThat((double) budget.used()).isGreaterThan(grown * 0.9);
    Reference.reachabilityFence(limiter);
  }

  /** Returns the key that a limit counts by; each call returns a new object. */
  private static Object key(RateLimit limit, int i) {
    return switch (limit) {
      case SENDS_PER_USER -> new UserId(0, i);
      case CODES_PER_MOBILE, FAILED_LOGINS_PER_MOBILE -> "+88017" + (10_000_000 + i);
      default -> new ClientAddress(false, i);
    };
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
