package io.ramtalk.server.internal.http;

import io.ramtalk.RamTalkException;
import io.undertow.server.HttpServerExchange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * Runs the tasks of requests: on threads that may block, for a messenger whose calls block, or
 * without such threads on the I/O thread of the connection.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Workers implements Executor, AutoCloseable {
  /* The queue needs no limit: each connection has at most one request, or one task of a live
   * connection, at a time, and connections are limited. */
  private static final Logger LOG = System.getLogger(Workers.class.getName());
  private static final int IDLE_SECONDS = 10;

  private final @Nullable ThreadPoolExecutor pool;

  /** Creates workers with that many threads; 0 runs everything on I/O threads. */
  public Workers(int threads) {
    pool = threads == 0 ? null : pool(threads);
  }

  private static ThreadPoolExecutor pool(int threads) {
    var count = new AtomicInteger();
    var pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), task -> {
          var thread = new Thread(task, "ramtalk-worker-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Returns whether tasks may block. */
  boolean mayBlock() {
    return pool != null;
  }

  /** Runs a task of an exchange later: on a thread that may block, or on its I/O thread. */
  void execute(HttpServerExchange exchange, Runnable task) {
    if (pool == null) {
      exchange.getIoThread().execute(task);
    } else {
      execute(task);
    }
  }

  /** Returns the serial executor of a live connection. */
  SerialExecutor executor(XnioIoThread thread) {
    return pool == null ? SerialExecutor.on(thread) : SerialExecutor.on(thread, this);
  }

  /** Runs a task on a thread that may block if there is one, and otherwise at once. */
  @Override
  public void execute(Runnable task) {
    if (pool == null) {
      task.run();
      return;
    }
    pool.execute(() -> {
      try {
        task.run();
      } catch (RamTalkException e) {
        LOG.log(Level.DEBUG, "A task after a response was rejected", e);
      }
    });
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
