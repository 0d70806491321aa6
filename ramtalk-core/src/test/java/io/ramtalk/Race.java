package io.ramtalk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A runner that starts one task in many threads together, and fails when a thread hangs. */
public final class Race {
  /** The time after which a race counts as a hang: each one is a fixed amount of work. */
  private static final Duration LIMIT = Eventually.LIMIT.multipliedBy(5);

  private static final int PERCENT = Integer.getInteger("ramtalk.race.percent", 100);

  private Race() {}

  /** Returns a number of repetitions, scaled from the number for the heap engine. */
  public static int times(int onHeap) {
    return Math.max(1, onHeap * PERCENT / 100);
  }

  /** Returns a number of rounds like {@link #times}, but at least ten. */
  static int rounds(int onHeap) {
    return Math.max(10, times(onHeap));
  }

  /** The task of one thread, which receives the number of the thread. */
  public interface Lane<T> {
    T run(int thread) throws Exception;
  }

  /** A task of one thread in one round. */
  public interface Step<T> {
    T run(int thread, int round) throws Exception;
  }

  /**
   * Returns the results of the threads, by round. The threads spin until all have reached a round,
   * so they start the round within a fraction of a microsecond. Even steps of this length overlap.
   */
  public static <T> List<List<T>> rounds(int threads, int rounds, Step<T> step) throws Exception {
    var arrivals = new AtomicInteger();
    var byThread = run(threads, thread -> {
      var mine = new ArrayList<T>();
      for (int round = 0; round < rounds; round++) {
        arrivals.incrementAndGet();
        spinUntil(arrivals, (round + 1) * threads);
        mine.add(step.run(thread, round));
      }
      return mine;
    });
    var byRound = new ArrayList<List<T>>();
    for (int round = 0; round < rounds; round++) {
      int index = round;
      byRound.add(byThread.stream().map(mine -> mine.get(index)).toList());
    }
    return byRound;
  }

  private static void spinUntil(AtomicInteger arrivals, int all) throws InterruptedException {
    for (int spins = 1; arrivals.get() < all; spins++) {
      Thread.onSpinWait();
      if (spins % 1_000 == 0) {
        yieldUnlessInterrupted();
      }
    }
  }

  /** Yields to other threads, and throws an exception when the race has taken too long. */
  public static void yieldUnlessInterrupted() throws InterruptedException {
    Thread.yield();
    if (Thread.interrupted()) {
      throw new InterruptedException("The race took longer than " + LIMIT);
    }
  }

  /** Returns the results of the threads, in the order of their numbers from 0. */
  public static <T> List<T> run(int threads, Lane<T> lane) throws Exception {
    var start = new CyclicBarrier(threads);
    var tasks = new ArrayList<Callable<T>>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      tasks.add(() -> {
        start.await();
        return lane.run(thread);
      });
    }
    var pool = Executors.newFixedThreadPool(threads, Race::daemon);
    try {
      var answers = new ArrayList<T>();
      for (Future<T> done : pool.invokeAll(
          tasks, LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        answers.add(done.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }
}
