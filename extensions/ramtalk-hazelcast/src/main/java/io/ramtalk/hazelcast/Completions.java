package io.ramtalk.hazelcast;

import com.hazelcast.internal.util.ConcurrencyUtil;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * The threads on which Hazelcast completes asynchronous calls.
 *
 * <p>By default these are the threads of the common pool. On a machine with one or two processors
 * the common pool has a parallelism of 1 at most, and Hazelcast then starts a new thread for each
 * completion, which costs more than the call itself. A pool of two threads takes its place there.
 */
final class Completions {
  /* This is the one class that names an internal class of Hazelcast. The future that submitToKey
   * returns completes through this executor before it runs any callback, so an executor that a
   * callback brings along comes too late, and there is no public setting. */
  private static final int THREADS = 2;

  static {
    if (ForkJoinPool.getCommonPoolParallelism() <= 1) {
      ConcurrencyUtil.setDefaultAsyncExecutor(
          new ForkJoinPool(THREADS, Completions::newThread, null, true));
    }
  }

  private Completions() {}

  /** Makes all Hazelcast members of this JVM complete calls on pooled threads. */
  static void usePool() {
    // The static initializer has done it, once whatever the number of engines.
  }

  private static ForkJoinWorkerThread newThread(ForkJoinPool pool) {
    var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
    thread.setName("ramtalk-completions-" + thread.getPoolIndex());
    return thread;
  }
}
