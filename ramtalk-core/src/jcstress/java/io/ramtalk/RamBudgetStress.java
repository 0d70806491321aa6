package io.ramtalk;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** A reservation that races with the release that it needs and with another reservation. */
@JCStressTest
@Outcome(id = "true, true, 120", expect = Expect.ACCEPTABLE, desc = "Both, after the release.")
@Outcome(id = "false, true, 60", expect = Expect.ACCEPTABLE, desc = "The first came too early.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The count is not what was granted.")
@State
public class RamBudgetStress {
  private final RamBudget budget = new RamBudget(130);

  /** Creates a budget with some bytes reserved. */
  public RamBudgetStress() {
    budget.reserve(80);
  }

  /**
   * Reserves bytes.
   *
   * @param result whether the reservation succeeded
   */
  @Actor
  public void first(ZZJ_Result result) {
    result.r1 = budget.tryReserve(60);
  }

  /**
   * Releases bytes, and reserves some again.
   *
   * @param result whether the reservation succeeded
   */
  @Actor
  public void second(ZZJ_Result result) {
    budget.release(80);
    result.r2 = budget.tryReserve(60);
  }

  /**
   * Reads the final state.
   *
   * @param result the reserved bytes
   */
  @Arbiter
  public void end(ZZJ_Result result) {
    result.r3 = budget.used();
  }
}
