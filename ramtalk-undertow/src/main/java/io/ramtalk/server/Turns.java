package io.ramtalk.server;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * One turn after the other, for what one live connection does: on the I/O thread of its door, or
 * on threads that may wait.
 *
 * <p><b>Threads:</b> any number hand turns in; each sees all that earlier ones did.
 */
final class Turns {
  private final XnioIoThread thread;
  private final @Nullable Executor elsewhere;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  private Turns(XnioIoThread thread, @Nullable Executor elsewhere) {
    this.thread = thread;
    this.elsewhere = elsewhere;
  }

  static Turns on(XnioIoThread thread) {
    return new Turns(thread, null);
  }

  /** Turns that are taken elsewhere. */
  static Turns on(XnioIoThread thread, Executor elsewhere) {
    return new Turns(thread, elsewhere);
  }

  boolean areElsewhere() {
    return elsewhere != null;
  }

  /**
   * Takes a turn after those that were handed in before.
   *
   * @throws RejectedExecutionException if the server stops
   */
  void later(Runnable turn) {
    if (elsewhere == null) {
      thread.execute(turn);
      return;
    }
    synchronized (waiting) {
      waiting.add(turn);
      if (running) {
        return;
      }
      running = true;
    }
    goOn(elsewhere);
  }

  /** Takes a turn at once, if it is on the I/O thread that turns are taken; else later. */
  void now(Runnable turn) {
    if (elsewhere == null) {
      turn.run();
    } else {
      later(turn);
    }
  }

  /** Does from within a turn what has to be done on the I/O thread of the door. */
  void atDoor(Runnable task) {
    if (elsewhere == null) {
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

  /** Takes one turn and leaves the others to another thread: no connection has all threads. */
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

  /** Says whether another thread goes on; there is none when the server stops. */
  private boolean handOn(Executor workers) {
    try {
      workers.execute(() -> take(workers));
      return true;
    } catch (RejectedExecutionException stopping) {
      return false;
    }
  }
}
