package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread or process does, within a bound. */
final class Poll {
  private static final Duration AT_MOST = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Poll() {}

  /** Looks until it is so. */
  static void until(String what, Callable<Boolean> isSo) throws Exception {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    while (!isSo.call()) {
      assertThat(System.nanoTime()).as("not in time: " + what).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
