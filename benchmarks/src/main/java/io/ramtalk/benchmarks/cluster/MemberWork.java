package io.ramtalk.benchmarks.cluster;

import io.ramtalk.UserId;
import java.util.List;

/**
 * The work of one member of a cluster: pairs of a send and a receive, or the calls that limit them.
 *
 * <p><b>Threads:</b> any number call {@link #run}, each with its own number.
 */
interface MemberWork extends AutoCloseable {
  /** Returns whether all members are present and every backup is complete. */
  boolean isSafe();

  /** Creates the users that this member works for. */
  void fill(int users) throws Exception;

  /**
   * Works until a time, in {@link System#nanoTime}.
   *
   * @param caller number of the calling thread, from 0
   * @param callers number of threads
   * @return the duration of each operation, in nanoseconds
   */
  Durations run(int caller, int callers, long end) throws Exception;

  /** Listens to the doorbell of a user of its own, and returns that user. */
  default UserId listen() {
    throw new UnsupportedOperationException();
  }

  /** Sends messages, one after the other, to a user who listens on another member. */
  default void ring(UserId user, int count) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Returns the times from a send to the ring that was listened to, in ascending order. */
  default long[] ringNanos() {
    throw new UnsupportedOperationException();
  }

  /** Starts a member that does one kind of work. */
  static MemberWork start(String kind, List<Integer> ports, int self) throws Exception {
    return switch (kind) {
      case "raw" -> new RawCalls(ports, self);
      case "library" -> new LibraryPairs(ports, self);
      case "http" -> new HttpPairs(ports, self);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Override
  void close();
}
