package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TimersTest {
  private final VirtualClock clock = VirtualClock.startingAt(Instant.ofEpochMilli(0));
  private final Timers timers = new Timers(new MonotonicClock(clock), clock);
  private final List<String> rung = new ArrayList<>();

  @Test
  void advance_pastSomeTimers_thoseRungInOrder() {
    timers.set(30, () -> rung.add("c"));
    timers.set(10, () -> rung.add("a"));
    timers.set(10, () -> rung.add("b"));

    clock.advance(Duration.ofMillis(9));
    assertThat(rung).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(rung).containsExactly("a", "b");
    assertThat(timers.count()).isOne();
    clock.advance(Duration.ofDays(1));
    assertThat(rung).containsExactly("a", "b", "c");
  }

  @Test
  void advance_alarmSetsAnother_rungToo() {
    timers.set(10, () -> timers.set(20, () -> rung.add("second")));

    clock.advance(Duration.ofMillis(20));

    assertThat(rung).containsExactly("second");
  }

  @Test
  void set_clockSetBack_rungWhenThatMuchTimeHasPassed() {
    timers.set(10, () -> rung.add("a"));
    clock.advance(Duration.ofMillis(4));

    clock.set(Instant.ofEpochMilli(-1_000));
    clock.advance(Duration.ofMillis(5));
    assertThat(rung).isEmpty();
    clock.advance(Duration.ofMillis(1));

    assertThat(rung).containsExactly("a");
  }

  @Test
  void cancel_setTimer_silent() {
    var timer = timers.set(10, () -> rung.add("a"));

    timers.cancel(timer);
    timers.cancel(timer);
    clock.advance(Duration.ofDays(1));

    assertThat(rung).isEmpty();
    assertThat(timers.count()).isZero();
  }

  @Test
  void close_setTimers_silentForEver() {
    timers.set(10, () -> rung.add("a"));

    timers.close();
    timers.set(20, () -> rung.add("b"));
    clock.advance(Duration.ofDays(1));

    assertThat(rung).isEmpty();
    assertThat(timers.count()).isZero();
  }

  @Test
  void ring_oneCallFails_othersMadeAllTheSame() {
    timers.set(10, () -> {
      throw new IllegalStateException("expected by the test");
    });
    timers.set(10, () -> rung.add("b"));

    clock.advance(Duration.ofMillis(10));

    assertThat(rung).containsExactly("b");
  }

  @Test
  void set_realClock_rungByADaemon() throws Exception {
    var daemons = new ArrayList<Boolean>();
    var done = new CountDownLatch(2);
    var real = Clock.systemUTC();
    try (var realTimers = new Timers(new MonotonicClock(real), real)) {
      realTimers.set(real.millis() + 50, () -> {
        daemons.add(Thread.currentThread().isDaemon());
        done.countDown();
      });
      realTimers.set(real.millis() + 5, () -> {
        done.countDown();
        throw new IllegalStateException("expected by the test");
      });

      Eventually.opens(done);
    }
    assertThat(daemons).containsExactly(true);
  }

  @Test
  void set_realClockSoonerOneLater_notKeptWaiting() throws Exception {
    var done = new CountDownLatch(1);
    var real = Clock.systemUTC();
    try (var realTimers = new Timers(new MonotonicClock(real), real)) {
      realTimers.set(real.millis() + 3_600_000, () -> rung.add("late"));
      realTimers.set(real.millis(), done::countDown);

      Eventually.opens(done);
    }
    assertThat(rung).isEmpty();
  }

  @Test
  void set_runningClock_rungByADaemonOrWhenItIsMoved() throws Exception {
    var done = new CountDownLatch(1);
    var running = VirtualClock.running(Clock.systemUTC());
    try (var realTimers = new Timers(new MonotonicClock(running), running)) {
      realTimers.set(running.millis() + 5, done::countDown);
      realTimers.set(running.millis() + 3_600_000, () -> rung.add("in an hour"));
      Eventually.opens(done);
      assertThat(rung).isEmpty();

      running.advance(Duration.ofHours(1));

      assertThat(rung).containsExactly("in an hour");
    }
  }

  @Test
  void advance_runningClockManyTimes_hasRungWhenItReturns() {
    var running = VirtualClock.running(Clock.systemUTC());
    try (var realTimers = new Timers(new MonotonicClock(running), running)) {
      for (int i = 0; i < 2_000; i++) {
        var calls = new AtomicInteger();
        realTimers.set(running.millis() + 1_000, calls::incrementAndGet);

        running.advance(Duration.ofSeconds(1));

        assertThat(calls).hasValue(1);
      }
    }
  }
}
