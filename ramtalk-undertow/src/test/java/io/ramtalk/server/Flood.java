package io.ramtalk.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Bytes sent to one place over any number of connections. A server may leave bytes unread, so the
 * flood closes a connection on which the server neither reads nor closes.
 */
final class Flood {
  /** Time that a server may leave bytes unread before the flood closes the connection. */
  private static final long STUCK_MILLIS = 500;
  /** A limit longer than a connection's wait for its turn. */
  private static final long STUCK_PACED_MILLIS = 2_000;
  private static final int MAX_PIECES_AT_ONCE = 4;

  private final BytesWithoutEnd place;
  private final ScheduledExecutorService clock;
  private final long stuckMillis;
  private final BooleanSupplier another;
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean ended;

  private Flood(BytesWithoutEnd place, ScheduledExecutorService clock, long stuckMillis,
      BooleanSupplier another) {
    this.place = place;
    this.clock = clock;
    this.stuckMillis = stuckMillis;
    this.another = another;
  }

  /** Returns a flood that sends as fast as the server reads. */
  static Flood unbounded(BytesWithoutEnd place, ScheduledExecutorService clock) {
    return new Flood(place, clock, STUCK_MILLIS, () -> true);
  }

  /** Returns a flood of up to {@code piecesPerSecond} pieces of 64 KiB over all its connections. */
  static Flood paced(BytesWithoutEnd place, ScheduledExecutorService clock, int piecesPerSecond) {
    var pieces = new Semaphore(0);
    clock.scheduleAtFixedRate(() -> {
      if (pieces.availablePermits() < MAX_PIECES_AT_ONCE) {
        pieces.release();
      }
    }, 0, 1_000 / piecesPerSecond, TimeUnit.MILLISECONDS);
    return new Flood(place, clock, STUCK_PACED_MILLIS, () -> {
      pieces.acquireUninterruptibly();
      return true;
    });
  }

  BytesWithoutEnd place() {
    return place;
  }

  /** Returns the number of bytes sent so far. */
  long sent() {
    return sent.get();
  }

  /**
   * Sends on a connection until the server stops reading, {@code most} bytes are sent or the flood
   * ends.
   */
  void over(Socket socket, byte[] first, long most) {
    var count = new AtomicLong();
    var last = new AtomicLong(-1);
    var watch = clock.scheduleWithFixedDelay(() -> {
      if (last.getAndSet(count.get()) == count.get()) {
        close(socket);
      }
    }, stuckMillis, stuckMillis, TimeUnit.MILLISECONDS);
    place.flood(socket, first,
        () -> !ended && count.get() < most && another.getAsBoolean(),
        bytes -> {
          count.addAndGet(bytes);
          sent.addAndGet(bytes);
        });
    watch.cancel(false);
  }

  /** Ends every connection before its next piece. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
