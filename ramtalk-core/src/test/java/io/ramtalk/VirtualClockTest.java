package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class VirtualClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

  private final VirtualClock clock = VirtualClock.startingAt(START);

  @Test
  void instant_untouched_standsStill() {
    assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
    assertThat(clock.millis()).isEqualTo(START.toEpochMilli());
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void advance_duration_movesOnExactly() {
    clock.advance(Duration.ofHours(1));
    clock.advance(Duration.ofNanos(1));
    clock.advance(Duration.ZERO);

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(3_600).plusNanos(1));
  }

  @Test
  void advance_negative_refusedAndUnchanged() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.advance(Duration.ofMillis(-1))).withMessageContaining("-1 ms");

    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void set_forwardAndBack_shown() {
    clock.set(START.plusSeconds(60));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));

    clock.set(Instant.EPOCH);
    assertThat(clock.millis()).isZero();
  }

  @Test
  void withZone_otherZone_sameInstantAlways() {
    var dhaka = ZoneId.of("Asia/Dhaka");
    var elsewhere = clock.withZone(dhaka);

    clock.advance(Duration.ofDays(1));

    assertThat(elsewhere.getZone()).isEqualTo(dhaka);
    assertThat(elsewhere.instant()).isEqualTo(clock.instant());
  }

  @Test
  void advance_manyThreads_noStepLost() throws Exception {
    Race.run(8, thread -> {
      for (int i = 0; i < 1_000; i++) {
        clock.advance(Duration.ofMillis(1));
      }
      return thread;
    });

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(8));
  }

  @Test
  void reset_standing_showsTheStartAgain() {
    clock.advance(Duration.ofHours(1));

    clock.reset();

    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void running_moved_keepsPaceFromThere() {
    var running = VirtualClock.running(clock);
    clock.advance(Duration.ofSeconds(1));
    assertThat(running.instant()).isEqualTo(START.plusSeconds(1));

    running.advance(Duration.ofHours(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(running.instant()).isEqualTo(START.plusSeconds(3_602));

    running.set(START);
    clock.advance(Duration.ofSeconds(1));
    assertThat(running.instant()).isEqualTo(START.plusSeconds(1));

    running.reset();
    assertThat(running.instant()).isEqualTo(clock.instant());
  }
}
