package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.Mobile;
import io.ramtalk.Race;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class SpinLockTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;

  private final SpinLock lock = new Account(
      new User(new UserId(1, 2), Mobile.parse("01711111111"), "", null, Instant.EPOCH));
  private long count;

  @Test
  void lock_manyThreads_oneAtATimeAndItsWorkSeen() throws Exception {
    Race.run(THREADS, thread -> {
      for (int i = 0; i < ROUNDS; i++) {
        lock.lock();
        count++;
        lock.unlock();
      }
      return thread;
    });

    assertThat(count).isEqualTo((long) THREADS * ROUNDS);
  }

  @Test
  void lock_heldForLong_waitsUntilItIsFree() throws Exception {
    var waits = new CountDownLatch(1);
    lock.lock();
    var waiter = new Thread(() -> {
      waits.countDown();
      lock.lock();
      count++;
      lock.unlock();
    });
    waiter.start();
    waits.await();
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      Race.yieldUnlessInterrupted();
    }
    assertThat(count).isZero();

    lock.unlock();

    Eventually.ends(waiter);
    assertThat(count).isOne();
  }
}
