package io.ramtalk.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Clients that check the health of two servers repeatedly, on a new connection each time. */
final class OtherClients implements AutoCloseable {
  private static final byte[] REQUEST = TestServer.get("/livez").getBytes();

  private final int hangMillis;
  private final Thread[] threads;
  private volatile long worstNanos;
  private volatile Exception failure;
  private volatile boolean ended;

  /** Starts the checks; a response that takes longer than {@code hangMillis} counts as lost. */
  OtherClients(int onePort, int otherPort, int hangMillis) {
    this.hangMillis = hangMillis;
    threads = new Thread[] {ask(onePort), ask(otherPort)};
  }

  private Thread ask(int port) {
    var thread = new Thread(() -> {
      try {
        do {
          ask(port, System.nanoTime());
        } while (!ended);
      } catch (Exception e) {
        failure = e;
      }
    }, "other-client");
    thread.start();
    return thread;
  }

  private void ask(int port, long start) throws Exception {
    try (var connection = new RawConnection(port)) {
      if (connection.send(REQUEST).response().status() != 200) {
        throw new AssertionError("The server is not well");
      }
    }
    synchronized (this) {
      worstNanos = Math.max(worstNanos, System.nanoTime() - start);
    }
  }

  /** Stops the checks and returns the longest response time. */
  Duration worst() throws Exception {
    ended = true;
    for (var thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(1) + 2L * hangMillis);
    }
    if (failure != null) {
      throw failure;
    }
    return Duration.ofNanos(worstNanos);
  }

  @Override
  public void close() {
    ended = true;
  }
}
