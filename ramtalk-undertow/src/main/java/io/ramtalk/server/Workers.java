package io.ramtalk.server;

import io.ramtalk.RamTalkException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
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
 * Threads that may wait, for a messenger whose calls do. Where there are none, everything happens
 * on the I/O thread of its connection.
 *
 * <p><b>Threads:</b> any number.
 */
final class Workers implements Executor, AutoCloseable {
  /* What waits for a thread is not bounded here: each connection has one request, or one turn of a
   * live connection, at a time, and connections are bounded. */
  private static final AttachmentKey<Workers> KEY = AttachmentKey.create(Workers.class);
  private static final Logger LOG = System.getLogger(Workers.class.getName());
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  Workers(int threads) {
    var count = new AtomicInteger();
    pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), task -> {
          var thread = new Thread(task, "ramtalk-worker-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    pool.allowCoreThreadTimeOut(true);
  }

  /** Has everything that belongs to an exchange done here from now on. */
  void adopt(HttpServerExchange exchange) {
    exchange.putAttachment(KEY, this);
  }

  /** Goes on with an exchange later: on a thread that may wait, or on its I/O thread. */
  static void later(HttpServerExchange exchange, Runnable task) {
    var workers = exchange.getAttachment(KEY);
    if (workers == null) {
      exchange.getIoThread().execute(task);
    } else {
      workers.execute(task);
    }
  }

  /** Goes on with an exchange: on a thread that may wait if there are such, or else at once. */
  static void now(HttpServerExchange exchange, Runnable task) {
    var workers = exchange.getAttachment(KEY);
    if (workers == null) {
      task.run();
    } else {
      workers.execute(task);
    }
  }

  /** Returns where the turns of a live connection are taken that begins with an exchange. */
  static Turns turns(HttpServerExchange exchange, XnioIoThread thread) {
    Workers workers = exchange.getAttachment(KEY);
    return workers == null ? Turns.on(thread) : Turns.on(thread, workers);
  }

  static @Nullable Workers of(int threads) {
    return threads == 0 ? null : new Workers(threads);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(() -> {
      try {
        task.run();
      } catch (RamTalkException e) {
        LOG.log(Level.DEBUG, "What an answer left to be done was refused", e);
      }
    });
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
