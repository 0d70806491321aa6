package io.ramtalk;

import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two threads that change two fields under the lock of an account. */
@JCStressTest
@Outcome(id = {"1, 2", "2, 1"}, expect = Expect.ACCEPTABLE, desc = "One after the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both at once, or one did not see the other's work.")
@State
public class SpinLockStress {
  private final SpinLock lock = new Account(
      new User(new UserId(1, 1), new Mobile("017", "017"), "", null, Instant.EPOCH));
  private long first;
  private long second;

  /** Creates a free lock. */
  public SpinLockStress() {}

  /**
   * Changes both fields.
   *
   * @param result the value of the fields after the change
   */
  @Actor
  public void one(JJ_Result result) {
    result.r1 = change();
  }

  /**
   * Changes both fields.
   *
   * @param result the value of the fields after the change
   */
  @Actor
  public void other(JJ_Result result) {
    result.r2 = change();
  }

  private long change() {
    lock.lock();
    try {
      first++;
      second++;
      return first == second ? first : -1;
    } finally {
      lock.unlock();
    }
  }
}
