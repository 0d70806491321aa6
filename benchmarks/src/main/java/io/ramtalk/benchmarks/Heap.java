package io.ramtalk.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/** Measures what objects keep of the heap, by collecting all garbage before and after. */
final class Heap {
  /* HotSpot's collectors let up to a twentieth of the old generation lie as garbage rather than
   * move what is above it, which two measurements need not do alike; -XX:MarkSweepDeadRatio=0
   * forbids it. G1 counts whole regions for large arrays; the serial collector does not.
   *
   * Other threads take buffers of a megabyte out of the heap to allocate in, at any time, and these
   * count as used. So they make a reading greater, never less, and the least of some is the one. */
  private static final int COLLECTIONS_WITHOUT_GAIN = 3;

  private Heap() {}

  /**
   * Returns the bytes that something keeps.
   *
   * @param maker makes it, and may leave any garbage
   */
  static long bytesKeptBy(Supplier<?> maker) {
    long before = usedBytes();
    var kept = maker.get();
    try {
      return usedBytes() - before;
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  /** Collects until several further collections give nothing back; returns the bytes in use. */
  private static long usedBytes() {
    long least = collect();
    int withoutGain = 0;
    while (withoutGain < COLLECTIONS_WITHOUT_GAIN) {
      long now = collect();
      withoutGain = now < least ? 0 : withoutGain + 1;
      least = Math.min(least, now);
    }
    return least;
  }

  /** Collects, and returns the bytes in use. */
  static long collect() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
