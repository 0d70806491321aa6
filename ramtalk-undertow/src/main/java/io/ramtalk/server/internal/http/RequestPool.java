package io.ramtalk.server.internal.http;

import io.ramtalk.server.internal.access.ConnectionQuota;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small thread pool for requests whose cost depends on the query and the stored data, such as
 * searches and exports. Health checks, sweeps and page files run elsewhere, so they never wait for
 * these.
 *
 * <p>Only one request of each owner is served at a time, and owners take turns, so an owner with
 * many requests mainly delays itself. A request whose client has disconnected is skipped.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(1) for each request; idle threads end.
 */
public final class RequestPool implements AutoCloseable {
  /* The executor's queue holds at most one request of each owner; further requests wait in a queue
   * of that owner. Both are limited by seats. */
  public static final int MAX_QUEUED = 256;

  private static final int IDLE_SECONDS = 10;

  private final Problems problems;
  private final ConnectionQuota<Object> quota;
  private final ThreadPoolExecutor threads;
  private final Map<Object, Queue<Runnable>> queues = new HashMap<>();

  /**
   * Creates a pool, without any threads yet.
   *
   * @param name the purpose of the threads, used in their names
   * @param threadCount the maximum number of threads
   * @param maxPerOwner the maximum number of waiting and running requests of one owner
   */
  public RequestPool(Problems problems, String name, int threadCount, int maxPerOwner) {
    this.problems = problems;
    quota = new ConnectionQuota<>(MAX_QUEUED, maxPerOwner);
    var count = new AtomicInteger();
    threads = new ThreadPoolExecutor(threadCount, threadCount, IDLE_SECONDS, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), task -> {
          var thread = new Thread(task, "ramtalk-" + name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // after close all connections are closed too
    threads.allowCoreThreadTimeOut(true);
  }

  /** Returns half of the processors, at least one: the others serve connections. */
  public static int halfOfProcessors() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Dispatches a request and runs its step on this pool. */
  public void dispatch(Call call, Object owner, Problems.Step step) {
    call.exchange().dispatch(SameThreadExecutor.INSTANCE,
        () -> problems.guard(call, () -> execute(call, owner, step)));
  }

  /**
   * Runs a step of a dispatched request on this pool.
   *
   * @throws ProblemException 503 {@code busy} if too many requests wait, of this owner or in total
   */
  public void execute(Call call, Object owner, Problems.Step step) {
    execute(owner, () -> {
      if (canRespond(call.exchange())) {
        problems.guard(call, step);
      }
    });
  }

  /** Runs a task of an owner on this pool; rejects it as above. */
  public void execute(Object owner, Runnable task) {
    if (!quota.take(owner)) {
      throw new ProblemException(
          503, "busy", "Too many requests of this kind are in progress; retry later");
    }
    synchronized (queues) {
      var others = queues.get(owner);
      if (others != null) {
        others.add(task);
        return;
      }
      queues.put(owner, new ArrayDeque<>());
    }
    threads.execute(() -> run(owner, task));
  }

  /** Returns whether a response can still reach the client. */
  public static boolean canRespond(HttpServerExchange exchange) {
    return exchange.getConnection().isOpen() && !exchange.isResponseStarted();
  }

  /** Returns the number of waiting and running requests. */
  public int count() {
    return quota.taken();
  }

  private void run(Object owner, Runnable task) {
    try {
      task.run();
    } finally {
      quota.leave(owner);
      runNext(owner);
    }
  }

  private void runNext(Object owner) {
    Runnable next;
    synchronized (queues) {
      next = queues.getOrDefault(owner, new ArrayDeque<>()).poll();
      if (next == null) {
        queues.remove(owner);
        return;
      }
    }
    threads.execute(() -> run(owner, next));
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
