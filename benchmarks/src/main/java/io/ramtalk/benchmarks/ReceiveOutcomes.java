package io.ramtalk.benchmarks;

import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counts what receives found, so that a look into an empty mailbox cannot pass for a receive. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class ReceiveOutcomes {
  private long drained;
  private long empty;
  private long messages;

  /** Creates counters at 0. */
  public ReceiveOutcomes() {}

  /** Starts again at 0. */
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
   * Returns the receives that took at least one message.
   *
   * @return the number of receives
   */
  public long drained() {
    return drained;
  }

  /**
   * Returns the receives that found nothing.
   *
   * @return the number of receives
   */
  public long empty() {
    return empty;
  }

  /**
   * Returns the messages that were taken.
   *
   * @return the number of messages
   */
  public long messages() {
    return messages;
  }
}
