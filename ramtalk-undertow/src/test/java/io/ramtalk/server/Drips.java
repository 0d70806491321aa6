package io.ramtalk.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends a beginning and one piece, then ten pieces a second while the connection lasts. */
final class Drips implements AutoCloseable {
  static final int PAUSE_MILLIS = 100;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

  private final Thread thread;
  private volatile int count = 1;
  private volatile boolean broken;
  private volatile boolean closed;

  Drips(RawConnection connection, String beginning) throws IOException {
    this(connection, beginning, "x");
  }

  Drips(RawConnection connection, String beginning, String piece) throws IOException {
    connection.send(beginning + piece);
    thread = new Thread(() -> drip(connection, piece), "drips");
    thread.setDaemon(true);
    thread.start();
  }

  private void drip(RawConnection connection, String piece) {
    try {
      while (!closed) {
        LockSupport.parkNanos(PAUSE_NANOS);
        connection.send(piece);
        count++;
      }
    } catch (IOException e) {
      broken = true;
    }
  }

  /** Returns the number of pieces sent. */
  int count() {
    return count;
  }

  /** Returns whether the server has broken the connection. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public void close() {
    stop();
  }

  void stop() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
