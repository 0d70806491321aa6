package io.ramtalk.hazelcast;

import com.hazelcast.internal.util.ConcurrencyUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads on which Hazelcast completes asynchronous calls.
 *
 * <p>By default these are the threads of the common pool. On a machine with one or two processors
 * the common pool has a parallelism of 1 at most, and Hazelcast then starts a new thread for each
 * completion, which costs more than the call itself. A pool of two threads takes its place there.
 */
final class Completions {
  /* Only this class refers to an internal class of Hazelcast. The future that submitToKey returns
   * completes on this executor before it runs any callback, so an executor passed with a callback
   * would be too late. Hazelcast has no public setting for it. */
  private static final int THREADS = 2;

  private static final ForkJoinPool POOL = ForkJoinPool.getCommonPoolParallelism() > 1
      ? ForkJoinPool.commonPool() : new ForkJoinPool(THREADS, Completions::newThread, null, true);

  static {
    ConcurrencyUtil.setDefaultAsyncExecutor(POOL);
  }

  private Completions() {}

  /** Makes all Hazelcast members of this JVM complete calls on pooled threads. */
  static void usePool() {
    // The static initializer has done it, once for any number of engines.
  }

  /** Runs a task on the pool after a pause. The task must not wait for calls. */
  static void after(long millis, Runnable task) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, POOL).execute(task);
  }

  /**
   * Fails a future unless it completes in time. Unlike {@link CompletableFuture#orTimeout}, this
   * does not run what depends on the future on the only timer thread of the JDK.
   */
  static void limit(CompletableFuture<?> future, long millis, Supplier<Throwable> failure) {
    if (!future.isDone()) {
      var timer = new CompletableFuture<Boolean>()
          .completeOnTimeout(true, millis, TimeUnit.MILLISECONDS);
      CompletionStage<Boolean> time = timer;
      time.thenAccept(isUp -> {
        if (isUp) {
          POOL.execute(() -> future.completeExceptionally(failure.get()));
        }
      });
      CompletionStage<?> stage = future;
      stage.whenComplete((any, failed) -> timer.complete(false)); // cancels the timer
    }
  }

  /** Returns whether the current thread completes calls. */
  static boolean isOwnThread() {
    return Thread.currentThread() instanceof ForkJoinWorkerThread worker
        && worker.getPool().equals(POOL);
  }

  private static ForkJoinWorkerThread newThread(ForkJoinPool pool) {
    var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
    thread.setName("ramtalk-completions-" + thread.getPoolIndex());
    return thread;
  }
}
