package io.ramtalk.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Repeats what may be done twice, when its connection breaks or its refusal will pass. A server
 * that cannot be connected to, or that does not answer in time, is not asked again.
 */
final class Repeated {
  static final int MAX_TRIES = 3;

  private Repeated() {}

  /** Something to do once or more. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** Does it; the pause before the second try is as given, and longer before each other. */
  static <T> T run(Duration pause, Step<T> step) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return step.run();
      } catch (InterruptedIOException e) {
        throw e; // A time-out is one of these.
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
