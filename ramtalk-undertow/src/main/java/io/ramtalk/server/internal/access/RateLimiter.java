package io.ramtalk.server.internal.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.ramtalk.RamBudget;
import io.ramtalk.server.Rate;
import io.ramtalk.server.RateLimit;
import io.ramtalk.server.internal.wire.ProblemException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A rate limiter with a token bucket for each key of each limit.
 *
 * <p>In any time t, a key is granted at most the permits of its rate, and as many again for each
 * period in t. A limit without a rate is off.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(1), and a bucket for each key seen within the
 * period of its rate, up to {@value #MAX_BUCKETS} for each limit, counted in the byte budget.
 */
public final class RateLimiter implements AutoCloseable {
  /* An absent bucket is a full one. So a bucket may be removed after it has had time to fill up, a
   * period after its last use. Removing it earlier favors its key, and happens only if more keys
   * come in a period than there are buckets.
   *
   * Then Caffeine keeps the keys that are used most often (W-TinyLFU, doi:10.1145/3149371). A new
   * key starts in a window of a hundredth of the buckets. It gets a lasting place only if it was
   * used more often than the key that would lose that place. The estimate of use outlives the
   * buckets and is halved periodically. An exhausted bucket was used more often than it has
   * permits, and rejections count too, so addresses that come once evict one another and not that
   * bucket. Evicting it takes many times more addresses than there are buckets. A client with so
   * many addresses has a burst for each and does not need the eviction: limits per number and per
   * user stop such a client, limits per address do not. Estimates must start with the first key, so
   * the cache is given its size at once.
   *
   * A token is taken before the attempt that it pays for, and given back if it was not needed. If
   * failures were counted afterwards, any number of attempts could run before the first one is
   * counted.
   *
   * Buckets are the states of Bucket4j rather than its Bucket, which has a configuration, a clock
   * and views for each key and is several times the size. Each state is guarded by its own lock,
   * which is held for a few additions. Evictions happen within the calls that cause them, not on a
   * separate thread. */
  public static final int MAX_BUCKETS = 8_192;
  public static final int BUCKET_BYTES = 200;

  /** Minimum interval between two codes for one number, whatever the rate. */
  public static final Rate CODE_PACE = new Rate(1, Duration.ofSeconds(30));

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Map<RateLimit, Buckets> limits = new EnumMap<>(RateLimit.class);
  private final LongSupplier nowMillis;
  private final long startMillis;
  private final RamBudget budget;

  /**
   * Creates a limiter without buckets.
   *
   * @param rates the rates; a limit without a rate is off
   * @param nowMillis the time in milliseconds, which never goes back
   * @param budget the byte budget for buckets
   */
  public RateLimiter(Map<RateLimit, Rate> rates, LongSupplier nowMillis, RamBudget budget) {
    this.nowMillis = nowMillis;
    this.budget = budget;
    startMillis = nowMillis.getAsLong();
    rates.forEach((limit, rate) -> limits.put(limit, new Buckets(limit, rate)));
  }

  /**
   * Takes a token.
   *
   * @param key the counted client: a small immutable value such as a {@link ClientAddress}
   * @throws ProblemException if no token is left; it says when the next one is due
   * @throws io.ramtalk.RamExhausted if the byte budget has no room for a new bucket
   */
  public void take(RateLimit limit, Object key) {
    var buckets = limits.get(limit);
    if (buckets != null) {
      refuse(limit, buckets.take(buckets.of(key), 1));
    }
  }

  /**
   * Rejects a key without tokens, but takes none. Creates its bucket, so that a later
   * {@link #count} needs no memory.
   *
   * @throws ProblemException if no token is left; it says when the next one is due
   * @throws io.ramtalk.RamExhausted if the byte budget has no room for a new bucket
   */
  void check(RateLimit limit, Object key) {
    var buckets = limits.get(limit);
    if (buckets != null) {
      refuse(limit, buckets.take(buckets.of(key), 0));
    }
  }

  /**
   * Rejects a key without tokens, but creates no bucket, so it also works when the byte budget is
   * exhausted.
   *
   * @throws ProblemException if no token is left; it says when the next one is due
   */
  void checkSpent(RateLimit limit, Object key) {
    var buckets = limits.get(limit);
    if (buckets == null) {
      return;
    }
    var bucket = buckets.cache.getIfPresent(key);
    if (bucket != null) {
      refuse(limit, buckets.take(bucket, 0));
    }
  }

  /**
   * Takes tokens afterwards, even if there are too few. The key then waits until the debt is paid,
   * or for a period without use. The call takes as long for 0 tokens as for 1.
   */
  public void count(RateLimit limit, Object key, int tokens) {
    var buckets = limits.get(limit);
    if (buckets == null) {
      return;
    }
    var bucket = buckets.cache.getIfPresent(key);
    if (bucket != null) {
      buckets.consume(bucket, tokens);
    }
  }

  private static void refuse(RateLimit limit, long waitNanos) {
    if (waitNanos > 0) {
      long seconds = (waitNanos - 1) / NANOS_PER_SECOND + 1;
      throw new ProblemException(429, "rate_limited",
          "Too many " + limit.description() + "; try again in " + seconds + " s",
          limit.word(), seconds);
    }
  }

  /** Gives a token back, because the attempt that it paid for does not count. */
  void giveBack(RateLimit limit, Object key) {
    var buckets = limits.get(limit);
    if (buckets != null) {
      buckets.giveBack(key);
    }
  }

  /**
   * Removes buckets that have had time to fill up; calls do so too, but only when there are calls.
   */
  void sweep() {
    limits.values().forEach(buckets -> buckets.cache.cleanUp());
  }

  /** Removes all buckets. */
  @Override
  public void close() {
    limits.values().forEach(buckets -> {
      buckets.cache.invalidateAll();
      buckets.cache.cleanUp();
    });
  }

  /** Returns the number of buckets, which may include some that have had time to fill up. */
  public long count() {
    return limits.values().stream().mapToLong(buckets -> buckets.cache.estimatedSize()).sum();
  }

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(nowMillis.getAsLong() - startMillis);
  }

  /** The buckets of one limit. */
  private final class Buckets {
    private final BucketConfiguration configuration;
    private final Cache<Object, BucketState> cache;

    Buckets(RateLimit limit, Rate rate) {
      var period = rate.period();
      var bandwidths = BucketConfiguration.builder().addLimit(
          bucket -> bucket.capacity(rate.permits()).refillGreedy(rate.permits(), rate.period()));
      if (limit == RateLimit.CODES_PER_MOBILE) {
        bandwidths.addLimit(bucket ->
            bucket.capacity(CODE_PACE.permits())
                .refillGreedy(CODE_PACE.permits(), CODE_PACE.period()));
        period = period.compareTo(CODE_PACE.period()) > 0 ? period : CODE_PACE.period();
      }
      configuration = bandwidths.build();
      cache = Caffeine.newBuilder()
          .initialCapacity(MAX_BUCKETS)
          .maximumSize(MAX_BUCKETS)
          .expireAfterAccess(period)
          .ticker(RateLimiter.this::nanos)
          .executor(Runnable::run)
          .removalListener((key, bucket, cause) -> budget.release(BUCKET_BYTES))
          .build();
    }

    BucketState of(Object key) {
      return cache.get(key, absent -> full());
    }

    /**
     * Takes the tokens and returns 0 if at least one is available; otherwise returns the
     * nanoseconds until one is.
     */
    long take(BucketState bucket, int tokens) {
      synchronized (bucket) {
        long now = nanos();
        bucket.refillAllBandwidth(now);
        if (bucket.getAvailableTokens() > 0) {
          bucket.consume(tokens);
          return 0;
        }
        return Math.max(
            1, bucket.calculateDelayNanosAfterWillBePossibleToConsume(1, now, true));
      }
    }

    void consume(BucketState bucket, int tokens) {
      synchronized (bucket) {
        bucket.refillAllBandwidth(nanos());
        bucket.consume(tokens);
      }
    }

    void giveBack(Object key) {
      var bucket = cache.getIfPresent(key);
      if (bucket != null) {
        synchronized (bucket) {
          bucket.refillAllBandwidth(nanos());
          bucket.addTokens(1);
        }
      }
    }

    private BucketState full() {
      budget.reserve(BUCKET_BYTES);
      return BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, nanos());
    }
  }
}
