package io.ramtalk.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.ramtalk.RamBudget;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Refuses what happens too often, by a token bucket for each key of each limit.
 *
 * <p>In any time t, a key is granted at most the permits of its rate, and as many again for each
 * period in t. A limit without a rate is off.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(1), and a bucket for each key that was seen within
 * the period of its rate, up to {@value #MAX_BUCKETS} a limit, counted in the byte budget.
 */
final class RateLimiter implements AutoCloseable {
  /* An absent bucket is a full one. So a bucket may be forgotten once it has had the time to fill
   * up, which is a period after it was last asked; before that, forgetting it is a gift to its
   * key, and happens only where more keys come in a period than there are buckets.
   *
   * Then Caffeine keeps those that are asked most often (W-TinyLFU, doi:10.1145/3149371): a new
   * key begins in a window of a hundredth of the buckets, and gets a lasting place only if it was
   * asked more often than the one that would lose it, by an estimate that outlives the buckets
   * and is halved now and then. An exhausted bucket was asked more often than it has permits, and
   * refusals count too, so addresses that come once each evict one another and not that one. It
   * takes many times more of them than there are buckets to have it forgotten, and who has so many
   * addresses has a burst for each, and needs no more: limits per number and per user hold such a
   * client, those per address do not. Estimates are made from the first key on, for which the
   * cache must be told its size at once.
   *
   * A token is taken before what it is for is tried, and given back if it was not needed: were
   * failures counted afterwards, any number could be tried at once before the first is counted.
   *
   * Buckets are the states of Bucket4j and not its Bucket, which holds a configuration, a clock
   * and views of its own for each key and is several times the size. A state is guarded by its
   * own lock, which is held for a few additions. Evictions happen within the calls that cause
   * them, in no thread of their own. */
  static final int MAX_BUCKETS = 8_192;
  static final int BUCKET_BYTES = 200;

  /** Two codes for one number are at least so far apart, however many there may be in all. */
  static final Rate CODE_PACE = new Rate(1, Duration.ofSeconds(30));

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Map<RateLimit, Buckets> limits = new EnumMap<>(RateLimit.class);
  private final LongSupplier nowMillis;
  private final long startMillis;
  private final RamBudget budget;

  /**
   * Creates a limiter without buckets.
   *
   * @param rates how often for each limit; those that are missing are off
   * @param nowMillis the time, in milliseconds, which never goes back
   * @param budget what buckets count against
   */
  RateLimiter(Map<RateLimit, Rate> rates, LongSupplier nowMillis, RamBudget budget) {
    this.nowMillis = nowMillis;
    this.budget = budget;
    startMillis = nowMillis.getAsLong();
    rates.forEach((limit, rate) -> limits.put(limit, new Buckets(limit, rate)));
  }

  /**
   * Takes a token.
   *
   * @param key who is counted: a small value that never changes, such as a {@link ClientAddress}
   * @throws RequestRefused if there is none; it says when there will be
   * @throws io.ramtalk.RamExhausted if the byte budget has no room for a new bucket
   */
  void take(RateLimit limit, Object key) {
    var buckets = limits.get(limit);
    if (buckets != null) {
      refuse(limit, buckets.take(buckets.of(key), 1));
    }
  }

  /**
   * Rejects a key that has no token, and takes none. Makes its bucket, so that a later {@link
   * #count} needs no memory.
   *
   * @throws RequestRefused if there is none; it says when there will be
   * @throws io.ramtalk.RamExhausted if the byte budget has no room for a new bucket
   */
  void check(RateLimit limit, Object key) {
    var buckets = limits.get(limit);
    if (buckets != null) {
      refuse(limit, buckets.take(buckets.of(key), 0));
    }
  }

  /**
   * Rejects a key that has spent its tokens, without making a bucket: a full byte budget does not
   * matter.
   *
   * @throws RequestRefused if there is no token; it says when there will be
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
   * Takes tokens for what has happened, even if there are too few: the key then waits until the
   * debt is paid, or for a period in which nothing asks. It takes as long for 0 tokens as for 1.
   */
  void count(RateLimit limit, Object key, int tokens) {
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
      throw new RequestRefused(429, "rate_limited",
          "Too many " + limit.description() + "; try again in " + seconds + " s",
          limit.word(), seconds);
    }
  }

  /** Gives the token that was taken last back: what it was taken for did not happen. */
  void giveBack(RateLimit limit, Object key) {
    var buckets = limits.get(limit);
    if (buckets != null) {
      buckets.giveBack(key);
    }
  }

  /** Forgets the buckets that had the time to fill up, which calls do too, but only when made. */
  void sweep() {
    limits.values().forEach(buckets -> buckets.cache.cleanUp());
  }

  /** Forgets all buckets. */
  @Override
  public void close() {
    limits.values().forEach(buckets -> {
      buckets.cache.invalidateAll();
      buckets.cache.cleanUp();
    });
  }

  /** Returns how many buckets there are; some may have had the time to fill up. */
  long count() {
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
     * Takes so many tokens if there is one, and returns 0; or returns in how many nanoseconds
     * there is one.
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
