package io.ramtalk.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something is so, and fails when it takes too long. */
final class Await {
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final long PAUSE_NANOS = 1_000_000;

  private Await() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(String what, Condition condition) throws Exception {
    until(what, LIMIT, condition);
  }

  static void until(String what, Duration limit, Condition condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
