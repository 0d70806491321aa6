package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MonotonicClockTest {
  private static final Instant START = Instant.ofEpochMilli(1_000_000);

  private final VirtualClock clock = VirtualClock.startingAt(START);
  private final MonotonicClock monotonicClock = new MonotonicClock(clock);

  @Test
  void now_clockGoesOn_asTheClock() {
    assertThat(monotonicClock.now()).isEqualTo(1_000_000);

    clock.advance(Duration.ofMillis(5));

    assertThat(monotonicClock.now()).isEqualTo(1_000_005);
    assertThat(monotonicClock.ahead()).isZero();
    assertThat(monotonicClock.toInstant(1_000_007)).isEqualTo(START.plusMillis(7));
  }

  @Test
  void now_clockSetBack_goesOnFromWhereItWas() {
    clock.advance(Duration.ofMillis(50));
    monotonicClock.now();

    clock.set(Instant.ofEpochMilli(400));

    assertThat(monotonicClock.now()).isEqualTo(1_000_050);
    clock.advance(Duration.ofMillis(7));
    assertThat(monotonicClock.now()).isEqualTo(1_000_057);
    assertThat(monotonicClock.ahead()).isEqualTo(999_650);
    assertThat(monotonicClock.toInstant(1_000_057)).isEqualTo(Instant.ofEpochMilli(407));
  }

  @Test
  void now_setBackAndForthManyTimes_elapsedTimeForwardOnly() {
    var random = new Random(1);
    long elapsed = 1_000_000;

    for (int i = 0; i < 10_000; i++) {
      long step = random.nextInt(2_000) - 1_000;
      clock.set(clock.instant().plusMillis(step));
      elapsed += Math.max(0, step);

      assertThat(monotonicClock.now()).isEqualTo(elapsed);
    }
  }

  @Test
  void now_clockSetBackWhileManyLook_neverLessThanOneSaw() throws Exception {
    var greatest = new AtomicLong();

    var before = Race.run(4, thread -> {
      long worst = 0;
      for (int i = 0; i < 100_000; i++) {
        if (thread == 0) {
          clock.set(START.plusMillis(i % 7 * 1_000));
        }
        long seen = greatest.get();
        long now = monotonicClock.now();
        worst = Math.min(worst, now - seen);
        greatest.accumulateAndGet(now, Math::max);
      }
      return worst;
    });

    assertThat(before).as("by how much it went back, in ms").containsOnly(0L);
  }
}
