package io.ramtalk;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Methods that wait for a condition that must become true, however slow the machine is.
 *
 * <p>A wait that fails throws an {@link AssertionError} that names the condition. Do not wait for
 * the absence of an event. Let a later event happen instead, wait for that event, and then check.
 */
public final class Eventually {
  /** The time after which a wait counts as a hang. No test depends on a shorter time. */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final long FIRST_PAUSE_NANOS = 20_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;

  private Eventually() {}

  /**
   * A condition that another thread or process makes true.
   *
   * @param <E> the exception that a check may throw
   */
  @FunctionalInterface
  public interface Condition<E extends Exception> {
    /**
     * Returns whether the condition holds.
     *
     * @return true if the wait is over
     * @throws E if the condition can never become true, which ends the wait at once
     */
    boolean holds() throws E;
  }

  /**
   * Waits until a condition holds.
   *
   * @param <E> the exception that a check may throw
   * @param what the condition in words, for the failure message
   * @param condition the condition
   * @throws E if the condition throws it
   */
  public static <E extends Exception> void that(String what, Condition<E> condition) throws E {
    that(() -> what, condition);
  }

  /**
   * Waits until a condition holds.
   *
   * @param <E> the exception that a check may throw
   * @param what the supplier of the condition in words, called after the last check
   * @param condition the condition
   * @throws E if the condition throws it
   */
  public static <E extends Exception> void that(Supplier<String> what, Condition<E> condition)
      throws E {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("Not true after " + LIMIT.toMinutes() + " minutes: " + what.get());
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("Interrupted before this was true: " + what.get());
      }
    }
  }

  /**
   * Waits for the result of a future.
   *
   * @param <T> the type of the result
   * @param future the future
   * @return its result
   */
  public static <T> T get(Future<T> future) {
    try {
      return future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("Failed instead of giving a result: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw late("a result of " + future);
    } catch (InterruptedException e) {
      throw interrupted("a result of " + future);
    }
  }

  /**
   * Waits for the next element of a queue.
   *
   * @param <T> the type of the elements
   * @param queue the queue
   * @return the element, removed from the queue
   */
  public static <T> T take(BlockingQueue<T> queue) {
    try {
      var element = queue.poll(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      if (element == null) {
        throw late("an element of the queue");
      }
      return element;
    } catch (InterruptedException e) {
      throw interrupted("an element of the queue");
    }
  }

  /**
   * Waits until a latch has counted down to zero.
   *
   * @param latch the latch
   */
  public static void opens(CountDownLatch latch) {
    await("the end of " + latch, () -> latch.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * Waits until a process exits, and kills the process if the wait fails.
   *
   * @param process the process
   * @return its exit code
   */
  public static int exits(Process process) {
    try {
      if (process.waitFor(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw late("the exit of " + process);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw interrupted("the exit of " + process);
    }
  }

  /**
   * Waits until a thread ends.
   *
   * @param thread the thread
   */
  public static void ends(Thread thread) {
    await("the end of " + thread, () -> {
      thread.join(LIMIT.toMillis());
      return !thread.isAlive();
    });
  }

  /**
   * Waits until all tasks of an executor that was shut down have ended.
   *
   * @param threads the executor
   */
  public static void ends(ExecutorService threads) {
    await("the end of " + threads,
        () -> threads.awaitTermination(LIMIT.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** A timed wait of the JDK that returns whether it succeeded. */
  private interface Wait {
    boolean succeeds() throws InterruptedException;
  }

  private static void await(String what, Wait wait) {
    try {
      if (!wait.succeeds()) {
        throw late(what);
      }
    } catch (InterruptedException e) {
      throw interrupted(what);
    }
  }

  private static AssertionError late(String what) {
    return new AssertionError("Waited " + LIMIT.toMinutes() + " minutes for " + what);
  }

  private static AssertionError interrupted(String what) {
    Thread.currentThread().interrupt();
    return new AssertionError("Interrupted while waiting for " + what);
  }
}
