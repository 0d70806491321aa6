package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ramtalk.Eventually;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.Rate;
import io.ramtalk.server.RateLimit;
import io.ramtalk.server.internal.wire.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimiterTest {
  private static final RateLimit LIMIT = RateLimit.FAILED_LOGINS_PER_ADDRESS;

  private final VirtualClock clock =
      VirtualClock.startingAt(Instant.parse("2026-11-22T10:44:00.123Z"));
  private final RamBudget budget = new RamBudget(1L << 30);

  @Test
  void take_moreThanTheBurst_refusedByName() {
    var limiter = limiter("3/1h");
    for (int i = 0; i < 3; i++) {
      limiter.take(LIMIT, "a");
    }

    var refusal = refusal(limiter, "a");

    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.code()).isEqualTo("rate_limited");
    assertThat(refusal.limit()).isEqualTo("failed_logins_per_address");
    assertThat(refusal.retryAfterSeconds()).isEqualTo(1_200);
    assertThat(refusal).hasMessage("Too many failed logins from one address; try again in 1200 s");
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"30/1h, 120", "120/1m, 1", "7/1m, 9", "1/30s, 30", "20/1d, 4320", "3/1s, 1",
      "1000000/30d, 3", "1/30d, 2592000", "999983/1s, 1"})
  void retryAfter_exact(String rate, long seconds) {
    var limiter = limiter(rate);
    exhaust(limiter, "a");

    assertThat(refusal(limiter, "a").retryAfterSeconds()).isEqualTo(seconds);
    clock.advance(Duration.ofSeconds(seconds - 1));
    assertThat(refusal(limiter, "a").retryAfterSeconds()).isOne();
    clock.advance(Duration.ofSeconds(1));
    assertThatCode(() -> limiter.take(LIMIT, "a")).doesNotThrowAnyException();
  }

  @Test
  void retryAfter_partOfASecond_roundedUp() {
    var limiter = limiter("1/10s");
    limiter.take(LIMIT, "a");

    clock.advance(Duration.ofMillis(1));
    assertThat(refusal(limiter, "a").retryAfterSeconds()).isEqualTo(10);
    clock.advance(Duration.ofMillis(8_999));
    assertThat(refusal(limiter, "a").retryAfterSeconds()).isOne();
    clock.advance(Duration.ofMillis(999));
    assertThat(refusal(limiter, "a").retryAfterSeconds()).isOne();
    clock.advance(Duration.ofMillis(1));
    limiter.take(LIMIT, "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1/1s", "30/1m", "7/13s", "120/1m", "5/1h", "20/1d", "999/1h"})
  void take_overALongTime_neverMoreThanBurstAndRate(String text) {
    var rate = Rate.parse(text);
    var random = new Random(text.hashCode());
    var limiter = limiter(text);
    int meanStepMillis = (int) (rate.period().toMillis() / rate.permits());
    long elapsed = 0;
    long granted = 0;

    for (int i = 0; i < 20_000; i++) {
      for (int tries = random.nextInt(4); tries >= 0; tries--) {
        granted += isGranted(limiter, "a") ? 1 : 0;
      }
      double most = rate.permits() + (double) elapsed * rate.permits() / rate.period().toMillis();
      assertThat((double) granted).as("After %s ms", elapsed).isLessThanOrEqualTo(most);
      int step = random.nextInt(2 * meanStepMillis);
      clock.advance(Duration.ofMillis(step));
      elapsed += step;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1/1s", "30/1m", "120/1m", "5/1h", "20/1d"})
  void take_atTheRate_alwaysGranted(String text) {
    var rate = Rate.parse(text);
    var limiter = limiter(text);
    exhaust(limiter, "a");

    for (int i = 0; i < 10_000; i++) {
      clock.advance(rate.period().dividedBy(rate.permits()));
      limiter.take(LIMIT, "a");
      assertThat(isGranted(limiter, "a")).isFalse();
    }
  }

  @Test
  void take_byAnotherKeyOrLimit_notTouched() {
    var limiter = new RateLimiter(
        Map.of(LIMIT, Rate.parse("2/1h"), RateLimit.SENDS_PER_USER, Rate.parse("1/1h")),
        clock::millis, budget);
    exhaust(limiter, new ClientAddress(true, 1));

    assertThat(isGranted(limiter, new ClientAddress(true, 1))).isFalse();
    assertThat(isGranted(limiter, new ClientAddress(true, 2))).isTrue();
    assertThat(isGranted(limiter, new ClientAddress(false, 1))).isTrue();
    limiter.take(RateLimit.SENDS_PER_USER, new ClientAddress(true, 1));
  }

  @Test
  void take_limitThatIsOff_grantedAndNothingKept() {
    var limiter = limiter("1/1h");

    for (int i = 0; i < 10_000; i++) {
      limiter.take(RateLimit.SENDS_PER_USER, i % 100);
    }
    limiter.giveBack(RateLimit.SENDS_PER_USER, 1);

    assertThat(limiter.count()).isZero();
    assertThat(budget.used()).isZero();
  }

  @Test
  void giveBack_taken_grantedAgainAndNoMoreThanTheBurst() {
    var limiter = limiter("2/1h");
    limiter.take(LIMIT, "a");
    limiter.take(LIMIT, "a");

    limiter.giveBack(LIMIT, "a");

    assertThat(isGranted(limiter, "a")).isTrue();
    assertThat(isGranted(limiter, "a")).isFalse();
    for (int i = 0; i < 5; i++) {
      limiter.giveBack(LIMIT, "a");
    }
    assertThat(isGranted(limiter, "a")).isTrue();
    assertThat(isGranted(limiter, "a")).isTrue();
    assertThat(isGranted(limiter, "a")).isFalse();
  }

  @Test
  void giveBack_unknownKey_nothingKept() {
    var limiter = limiter("2/1h");

    limiter.giveBack(LIMIT, "a");

    assertThat(limiter.count()).isZero();
    assertThat(budget.used()).isZero();
  }

  @Test
  void check_tokensLeft_takesNone() {
    var limiter = limiter("2/1h");

    for (int i = 0; i < 5; i++) {
      limiter.check(LIMIT, "a");
      limiter.count(LIMIT, "a", 0);
    }

    assertThat(isGranted(limiter, "a")).isTrue();
    assertThat(isGranted(limiter, "a")).isTrue();
    assertThat(catchThrowableOfType(ProblemException.class, () -> limiter.check(LIMIT, "a"))
        .retryAfterSeconds()).isEqualTo(1_800);
  }

  @Test
  void count_moreThanThereAre_waitsUntilTheDebtIsPaid() {
    var limiter = limiter("4/1h");
    limiter.check(LIMIT, "a");

    for (int i = 0; i < 5; i++) {
      limiter.count(LIMIT, "a", 1);
    }

    clock.advance(Duration.ofMinutes(29));
    assertThat(isGranted(limiter, "a")).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(isGranted(limiter, "a")).isTrue();
  }

  @Test
  void checkSpent_unknownKey_grantedWithoutABucket() {
    var limiter = limiter("1/1h");
    limiter.take(LIMIT, "a");

    limiter.checkSpent(LIMIT, "b");

    assertThat(limiter.count()).isOne();
    assertThat(catchThrowableOfType(ProblemException.class, () -> limiter.checkSpent(LIMIT, "a"))
        .code()).isEqualTo("rate_limited");
  }

  @Test
  void codesToOneNumber_halfAMinuteApartAndFiveAnHour() {
    var limit = RateLimit.CODES_PER_MOBILE;
    var limiter = new RateLimiter(Map.of(limit, limit.defaultRate()), clock::millis, budget);
    limiter.take(limit, "a");

    assertThat(refusal(limiter, limit, "a").retryAfterSeconds()).isEqualTo(30);
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofSeconds(30));
      limiter.take(limit, "a");
    }

    clock.advance(Duration.ofSeconds(30));
    assertThat(refusal(limiter, limit, "a").retryAfterSeconds()).isEqualTo(720 - 150);
  }

  @Test
  void codesToOneNumber_shortPeriod_stillHalfAMinuteApart() {
    var limit = RateLimit.CODES_PER_MOBILE;
    var limiter = new RateLimiter(Map.of(limit, Rate.parse("5/1s")), clock::millis, budget);
    limiter.take(limit, "a");

    clock.advance(Duration.ofSeconds(29));
    assertThat(refusal(limiter, limit, "a").retryAfterSeconds()).isOne();
    clock.advance(Duration.ofSeconds(1));
    limiter.take(limit, "a");
  }

  @Test
  void failures_inParallel_neverMoreThanTheBurst() throws Exception {
    for (int round = 0; round < 20; round++) {
      var limiter = limiter("30/1h");
      var tried = new AtomicInteger();
      var failed = new AtomicInteger();

      race(200, thread -> {
        if (isGranted(limiter, "a")) {
          tried.incrementAndGet();
          if (thread % 4 == 0) {
            limiter.giveBack(LIMIT, "a"); // the attempt succeeded
          } else {
            failed.incrementAndGet();
          }
        }
      });

      int left = 30 - failed.get();
      assertThat(left).as("Tried %s", tried).isBetween(0, 30);
      for (int i = 0; i < left; i++) {
        assertThat(isGranted(limiter, "a")).isTrue();
      }
      assertThat(isGranted(limiter, "a")).isFalse();
    }
  }

  @Test
  void bucket_fullAgain_forgotten() {
    var limiter = limiter("2/1h");
    limiter.take(LIMIT, "a");
    limiter.take(LIMIT, "b");
    assertThat(budget.used()).isEqualTo(2 * RateLimiter.BUCKET_BYTES);

    clock.advance(Duration.ofMinutes(30));
    limiter.take(LIMIT, "b");
    clock.advance(Duration.ofMinutes(30));
    limiter.sweep();

    assertThat(limiter.count()).isOne();
    assertThat(budget.used()).isEqualTo(RateLimiter.BUCKET_BYTES);
    limiter.close();
    assertThat(limiter.count()).isZero();
    assertThat(budget.used()).isZero();
  }

  @Test
  void bucket_usedAfterItExpired_chargedOnce() {
    var limiter = limiter("2/1h");

    for (int i = 0; i < 5; i++) {
      limiter.take(LIMIT, "a");
      clock.advance(Duration.ofHours(1));
    }

    assertThat(budget.used()).isEqualTo(RateLimiter.BUCKET_BYTES);
  }

  @Test
  void take_budgetFull_refusedAndNothingKept() {
    budget.reserve(budget.limit() - RateLimiter.BUCKET_BYTES);
    var limiter = limiter("2/1h");
    limiter.take(LIMIT, "a");

    assertThatThrownBy(() -> limiter.take(LIMIT, "b")).isInstanceOf(RamExhausted.class);

    limiter.take(LIMIT, "a");
    assertThat(limiter.count()).isOne();
    assertThat(budget.used()).isEqualTo(budget.limit());
  }

  @Test
  void exhaustedBucket_floodedByOtherAddresses_staysExhausted() {
    var limiter = limiter("5/1h");
    exhaust(limiter, "a");

    for (int i = 0; i < 10 * RateLimiter.MAX_BUCKETS; i++) {
      limiter.take(LIMIT, new ClientAddress(true, i));
    }

    assertThat(isGranted(limiter, "a")).isFalse();
  }

  private RateLimiter limiter(String rate) {
    return new RateLimiter(
        new EnumMap<>(Map.of(LIMIT, Rate.parse(rate))), clock::millis, budget);
  }

  private static void exhaust(RateLimiter limiter, Object key) {
    for (int i = 0; isGranted(limiter, key); i++) {
      if (i > Rate.MAX_PERMITS) {
        throw new AssertionError("Never exhausted");
      }
    }
  }

  private static boolean isGranted(RateLimiter limiter, Object key) {
    try {
      limiter.take(LIMIT, key);
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  private static ProblemException refusal(RateLimiter limiter, Object key) {
    return refusal(limiter, LIMIT, key);
  }

  private static ProblemException refusal(RateLimiter limiter, RateLimit limit, Object key) {
    return catchThrowableOfType(ProblemException.class, () -> limiter.take(limit, key));
  }

  /** The task of each thread. */
  private interface Lane {
    void run(int thread);
  }

  private static void race(int threads, Lane lane) throws Exception {
    var ready = new CountDownLatch(threads);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      for (int i = 0; i < threads; i++) {
        int thread = i;
        pool.execute(() -> {
          ready.countDown();
          try {
            ready.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          lane.run(thread);
        });
      }
    } finally {
      pool.shutdown();
    }
    Eventually.ends(pool);
  }
}
