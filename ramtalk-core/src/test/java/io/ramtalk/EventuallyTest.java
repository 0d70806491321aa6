package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventuallyTest {
  @Test
  void that_becomesTrue_looksUntilThen() {
    var looks = new AtomicInteger();

    Eventually.that("five looks", () -> looks.incrementAndGet() == 5);

    assertThat(looks).hasValue(5);
  }

  @Test
  void that_conditionThrows_thrownAtOnce() {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> Eventually.that("never", () -> {
      throw new IOException("gone");
    })).withMessage("gone");
  }

  @Test
  void everyWait_interrupted_failsWithItsNameAndStaysInterrupted() {
    var queue = new LinkedBlockingQueue<String>();

    assertInterrupted("it is so", () -> Eventually.that("it is so", () -> false));
    assertInterrupted("a result of ", () -> Eventually.get(new CompletableFuture<>()));
    assertInterrupted("an element", () -> Eventually.take(queue));
    assertInterrupted("CountDownLatch", () -> Eventually.opens(new CountDownLatch(1)));
    assertInterrupted("Thread[", () -> Eventually.ends(Thread.currentThread()));
  }

  private static void assertInterrupted(String what, Runnable wait) {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(AssertionError.class).isThrownBy(wait::run)
        .withMessageStartingWith("Interrupted ").withMessageContaining(what);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void get_failed_failsWithTheCause() {
    var cause = new IllegalStateException("broken");

    assertThatThrownBy(() -> Eventually.get(CompletableFuture.failedFuture(cause)))
        .isInstanceOf(AssertionError.class).hasCause(cause);
  }

  @Test
  void exits_processEnds_returnsItsCode() throws IOException {
    assertThat(Eventually.exits(new ProcessBuilder("sh", "-c", "exit 3").start())).isEqualTo(3);
  }
}
