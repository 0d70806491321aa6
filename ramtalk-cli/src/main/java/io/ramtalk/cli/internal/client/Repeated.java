package io.ramtalk.cli.internal.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Retries of idempotent steps after a lost connection or a temporary failure. A server that cannot
 * be reached or does not respond in time is not asked again.
 */
public final class Repeated {
  public static final int MAX_TRIES = 3;

  private Repeated() {}

  /** A step that may be executed several times. */
  @FunctionalInterface
  public interface Step<T> {
    T run() throws IOException;
  }

  /** Executes a step. The pause before each retry is longer than the one before. */
  static <T> T run(Duration pause, Step<T> step) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return step.run();
      } catch (InterruptedIOException e) {
        throw e; // includes timeouts
      } catch (IOException e) {
        if (tries == MAX_TRIES) {
          throw e;
        }
      } catch (Failure e) {
        if (tries == MAX_TRIES || !e.isPassing()) {
          throw e;
        }
      }
      sleep(pause.multipliedBy(tries));
    }
  }

  private static void sleep(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
