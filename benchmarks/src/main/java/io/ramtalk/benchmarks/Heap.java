package io.ramtalk.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/** Measures what objects keep of the heap, by collecting all garbage before and after. */
final class Heap {
  /* HotSpot's collectors let up to a twentieth of the old generation lie as garbage rather than
   * move what is above it, which two measurements need not do alike; -XX:MarkSweepDeadRatio=0
   * forbids it. G1 counts whole regions for large arrays; the serial collector does not. */
  private static final int MAX_COLLECTIONS = 20;
  private static final long STEADY_BYTES = 1_024;

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

  /** Collects until a further collection gives nothing back. */
  private static long usedBytes() {
    long used = collect();
    for (int i = 1; i < MAX_COLLECTIONS; i++) {
      long now = collect();
      if (Math.abs(now - used) <= STEADY_BYTES) {
        return now;
      }
      used = now;
    }
    return used;
  }

  /** Collects, and returns the bytes in use. */
  static long collect() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
