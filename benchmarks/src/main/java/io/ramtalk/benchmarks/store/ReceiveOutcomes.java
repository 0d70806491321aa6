package io.ramtalk.benchmarks.store;

import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counters of receives, which show when a receive finds an empty mailbox. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class ReceiveOutcomes {
  private long drained;
  private long empty;
  private long messages;

  /** Creates counters at 0. */
  public ReceiveOutcomes() {}

  /** Resets all counters to 0. */
  @Setup(Level.Iteration)
  public void reset() {
    drained = 0;
    empty = 0;
    messages = 0;
  }

  void count(List<?> taken) {
    if (taken.isEmpty()) {
      empty++;
    } else {
      drained++;
      messages += taken.size();
    }
  }

  /**
   * Returns the number of receives that returned at least one message.
   *
   * @return the number of receives
   */
  public long drained() {
    return drained;
  }

  /**
   * Returns the number of receives that returned nothing.
   *
   * @return the number of receives
   */
  public long empty() {
    return empty;
  }

  /**
   * Returns the number of received messages.
   *
   * @return the number of messages
   */
  public long messages() {
    return messages;
  }
}
