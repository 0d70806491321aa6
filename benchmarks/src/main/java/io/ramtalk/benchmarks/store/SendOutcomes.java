package io.ramtalk.benchmarks.store;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counters of sends, which show when fast sends are only fast rejections. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class SendOutcomes {
  private long accepted;
  private long refused;

  /** Creates counters at 0. */
  public SendOutcomes() {}

  /** Resets all counters to 0. */
  @Setup(Level.Iteration)
  public void reset() {
    accepted = 0;
    refused = 0;
  }

  void count(boolean wasAccepted) {
    if (wasAccepted) {
      accepted++;
    } else {
      refused++;
    }
  }

  /**
   * Returns the number of sends that put a message into a mailbox.
   *
   * @return the number of sends
   */
  public long accepted() {
    return accepted;
  }

  /**
   * Returns the number of sends to a full mailbox.
   *
   * @return the number of sends
   */
  public long refused() {
    return refused;
  }
}
