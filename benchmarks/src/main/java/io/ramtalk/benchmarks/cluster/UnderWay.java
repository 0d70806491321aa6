package io.ramtalk.benchmarks.cluster;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The operations of one thread, several of them under way at any time, and their durations. */
final class UnderWay {
  private static final int MAX = 64;

  private final Durations durations = new Durations();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Semaphore free = new Semaphore(MAX);

  /** Begins an operation, as soon as fewer than the maximum are under way. */
  void add(Supplier<CompletionStage<?>> operation) throws InterruptedException {
    free.acquire();
    check();
    long began = System.nanoTime();
    operation.get().whenComplete((result, failed) -> {
      if (failed == null) {
        synchronized (durations) {
          durations.add(System.nanoTime() - began);
        }
      } else {
        failure.set(failed);
      }
      free.release();
    });
  }

  /** Waits for the operations that are under way, and returns the durations of all. */
  Durations await() throws InterruptedException {
    free.acquire(MAX);
    check();
    return durations;
  }

  private void check() {
    if (failure.get() != null) {
      throw new IllegalStateException("An operation failed", failure.get());
    }
  }
}
