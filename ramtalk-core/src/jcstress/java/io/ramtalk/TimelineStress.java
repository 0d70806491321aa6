package io.ramtalk;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Threads that read the time while the clock is set back from 100 to 50. */
@JCStressTest
@Outcome(id = "100, 100, 100", expect = Expect.ACCEPTABLE, desc = "The time goes on.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The time went back, or leapt.")
@State
public class TimelineStress {
  private final SetBack clock = new SetBack();
  private final MonotonicClock monotonicClock = new MonotonicClock(clock);

  /**
   * Sets the clock back, and reads the time.
   *
   * @param seen the time
   */
  @Actor
  public void setBack(JJJ_Result seen) {
    clock.millis = 50;
    seen.r1 = monotonicClock.now();
  }

  /**
   * Reads the time twice.
   *
   * @param seen the times
   */
  @Actor
  public void look(JJJ_Result seen) {
    seen.r2 = monotonicClock.now();
    seen.r3 = monotonicClock.now();
  }

  /** A clock that is set by the test, and whose reads and writes take no lock. */
  private static final class SetBack extends Clock {
    private volatile long millis = 100;

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
