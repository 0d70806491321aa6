package io.ramtalk.server;

import io.ramtalk.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs one task in many threads that start together, and fails when one of them hangs. */
public final class Race {
  private Race() {}

  /** A task of one thread, told which of the threads it is. */
  public interface Lane<T> {
    T run(int thread) throws Exception;
  }

  /** Returns what the threads answered, in the order of their numbers from 0. */
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
    var pool = Executors.newFixedThreadPool(threads, task -> {
      var thread = new Thread(task);
      thread.setDaemon(true);
      return thread;
    });
    try {
      var responses = new ArrayList<T>();
      for (var done : pool.invokeAll(
          tasks, Eventually.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        responses.add(done.get());
      }
      return responses;
    } finally {
      pool.shutdownNow();
    }
  }
}
