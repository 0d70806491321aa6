package io.ramtalk.server;

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
 * A few threads for requests whose work grows with what people ask for or store, such as searches
 * and exports. Nothing else waits behind them: health checks, sweeps and page files run elsewhere.
 *
 * <p>Each owner has one request served at a time, and owners take turns, so that one who asks for
 * much delays mainly itself. A request whose client has gone is skipped.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(1) for each request; threads end when nothing is to
 * be done.
 */
final class RequestPool implements AutoCloseable {
  /* The queue of the executor holds at most one request of each owner; the others of that owner
   * wait in a queue of their own. Seats bound both. */
  static final int MAX_QUEUED = 256;

  private static final int IDLE_SECONDS = 10;

  private final Problems problems;
  private final Seats<Object> seats;
  private final ThreadPoolExecutor threads;
  private final Map<Object, Queue<Runnable>> queues = new HashMap<>();

  /**
   * Starts no thread yet.
   *
   * @param name what the threads do
   * @param threadCount how many there are at most
   * @param maxPerOwner how many requests of one owner may wait or be served
   */
  RequestPool(Problems problems, String name, int threadCount, int maxPerOwner) {
    this.problems = problems;
    seats = new Seats<>(MAX_QUEUED, maxPerOwner);
    var count = new AtomicInteger();
    threads = new ThreadPoolExecutor(threadCount, threadCount, IDLE_SECONDS, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), task -> {
          var thread = new Thread(task, "ramtalk-" + name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // it was closed, and all connections with it
    threads.allowCoreThreadTimeOut(true);
  }

  /** Returns half of the processors, but at least one: the others serve connections. */
  static int halfOfProcessors() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Dispatches an exchange, and has its answer made here. */
  void dispatch(HttpServerExchange exchange, Object owner, Problems.Step step) {
    exchange.dispatch(SameThreadExecutor.INSTANCE,
        () -> problems.guard(exchange, () -> execute(exchange, owner, step)));
  }

  /**
   * Has a step of a dispatched exchange done here, which may be refused.
   *
   * @throws RequestRefused 503 {@code busy} if too many requests wait, of this owner or in all
   */
  void execute(HttpServerExchange exchange, Object owner, Problems.Step step) {
    execute(owner, () -> {
      if (isWanted(exchange)) {
        problems.guard(exchange, step);
      }
    });
  }

  /** Has a task done here on behalf of an owner; refuses it as above. */
  void execute(Object owner, Runnable task) {
    if (!seats.take(owner)) {
      throw new RequestRefused(
          503, "busy", "Too many searches and exports are on their way; ask again later");
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

  /** Says whether the answer to a request can still reach its client. */
  static boolean isWanted(HttpServerExchange exchange) {
    return exchange.getConnection().isOpen() && !exchange.isResponseStarted();
  }

  /** Returns how many wait or are under way. */
  int count() {
    return seats.taken();
  }

  private void run(Object owner, Runnable task) {
    try {
      task.run();
    } finally {
      seats.leave(owner);
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
