package io.ramtalk.server;

import io.ramtalk.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A task that runs in several threads at once; a thread that hangs fails the run. */
public final class Race {
  private Race() {}

  /** The task of one thread, which receives the thread's number. */
  public interface Lane<T> {
    T run(int thread) throws Exception;
  }

  /** Returns the results of all threads, in the order of their numbers from 0. */
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
