package io.ramtalk.server.internal.http;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * A serial executor for the tasks of one live connection: on the I/O thread of its transport, or on
 * threads that may block.
 *
 * <p><b>Threads:</b> any number may submit tasks; each task sees the effects of earlier ones.
 */
public final class SerialExecutor {
  private final XnioIoThread thread;
  private final @Nullable Executor workers;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  private SerialExecutor(XnioIoThread thread, @Nullable Executor workers) {
    this.thread = thread;
    this.workers = workers;
  }

  /** Returns a serial executor on an I/O thread. */
  public static SerialExecutor on(XnioIoThread thread) {
    return new SerialExecutor(thread, null);
  }

  /** Returns a serial executor on threads that may block. */
  static SerialExecutor on(XnioIoThread thread, Executor workers) {
    return new SerialExecutor(thread, workers);
  }

  public boolean mayBlock() {
    return workers != null;
  }

  /**
   * Runs a task after all that were submitted earlier.
   *
   * @throws RejectedExecutionException if the server is stopping
   */
  public void execute(Runnable task) {
    if (workers == null) {
      thread.execute(task);
      return;
    }
    synchronized (waiting) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    goOn(workers);
  }

  /** Runs a task at once if tasks run on the I/O thread, and otherwise submits it. */
  public void executeNow(Runnable task) {
    if (workers == null) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** Runs part of a task on the I/O thread of the transport. */
  public void onIoThread(Runnable task) {
    if (workers == null) {
      task.run();
    } else {
      thread.execute(task);
    }
  }

  private void goOn(Executor workers) {
    try {
      workers.execute(() -> take(workers));
    } catch (RejectedExecutionException e) {
      synchronized (waiting) {
        running = false;
        waiting.clear();
      }
      throw e;
    }
  }

  /**
   * Runs one task and leaves the rest to another thread, so that no connection occupies all
   * threads.
   */
  private void take(Executor workers) {
    boolean isMine = true;
    while (isMine) {
      try {
        next().run();
      } finally {
        isMine = isMore() && !handOn(workers);
      }
    }
  }

  private Runnable next() {
    synchronized (waiting) {
      return waiting.remove();
    }
  }

  private boolean isMore() {
    synchronized (waiting) {
      running = !waiting.isEmpty();
      return running;
    }
  }

  /** Submits the remaining tasks to another thread; returns false if the server is stopping. */
  private boolean handOn(Executor workers) {
    try {
      workers.execute(() -> take(workers));
      return true;
    } catch (RejectedExecutionException stopping) {
      return false;
    }
  }
}
