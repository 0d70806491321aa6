package io.ramtalk.benchmarks.cluster;

import java.util.Arrays;
import java.util.List;

/** Measured durations in nanoseconds; for one thread. */
final class Durations {
  private long[] nanos = new long[1_024];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  /** Returns the durations of several threads in ascending order. */
  static long[] sorted(List<Durations> all) {
    return all.stream().flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count)).sorted()
        .toArray();
  }
}
