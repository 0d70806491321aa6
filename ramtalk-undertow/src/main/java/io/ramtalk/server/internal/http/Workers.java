package io.ramtalk.server.internal.http;

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
 * Threads that may block, for a messenger whose calls block. Without them, everything runs on the
 * I/O thread of the connection.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Workers implements Executor, AutoCloseable {
  /* The queue needs no limit: each connection has at most one request, or one task of a live
   * connection, at a time, and connections are limited. */
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

  /** Runs all further tasks of an exchange on these threads. */
  void adopt(HttpServerExchange exchange) {
    exchange.putAttachment(KEY, this);
  }

  /** Continues an exchange later: on a thread that may block, or on its I/O thread. */
  public static void later(HttpServerExchange exchange, Runnable task) {
    var workers = exchange.getAttachment(KEY);
    if (workers == null) {
      exchange.getIoThread().execute(task);
    } else {
      workers.execute(task);
    }
  }

  /** Continues an exchange: on a thread that may block if there is one, and otherwise at once. */
  public static void now(HttpServerExchange exchange, Runnable task) {
    var workers = exchange.getAttachment(KEY);
    if (workers == null) {
      task.run();
    } else {
      workers.execute(task);
    }
  }

  /** Returns the serial executor of a live connection that begins with an exchange. */
  public static SerialExecutor executor(HttpServerExchange exchange, XnioIoThread thread) {
    Workers workers = exchange.getAttachment(KEY);
    return workers == null ? SerialExecutor.on(thread) : SerialExecutor.on(thread, workers);
  }

  public static @Nullable Workers of(int threads) {
    return threads == 0 ? null : new Workers(threads);
  }

  @Override
  public void execute(Runnable task) {
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
    pool.shutdown();
  }
}
