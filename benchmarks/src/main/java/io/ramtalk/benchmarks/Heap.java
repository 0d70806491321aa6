package io.ramtalk.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/** Measurement of heap usage, by collecting all garbage before and after. */
public final class Heap {
  /* HotSpot's collectors may leave up to a twentieth of the old generation as garbage, to avoid
   * moving the objects above it, and two measurements may differ in that; -XX:MarkSweepDeadRatio=0
   * prevents it. G1 counts whole regions for large arrays; the serial collector does not.
   *
   * Other threads may at any time reserve allocation buffers of a megabyte, which count as used.
   * They can only increase a reading, so the smallest of several readings is the right one. */
  private static final int COLLECTIONS_WITHOUT_GAIN = 3;

  private Heap() {}

  /**
   * Returns the bytes retained by an object.
   *
   * @param maker creates the object, and may leave any garbage
   */
  public static long bytesKeptBy(Supplier<?> maker) {
    long before = usedBytes();
    var kept = maker.get();
    try {
      return usedBytes() - before;
    } finally {
      Reference.reachabilityFence(kept);
    }
  }

  /** Collects until several collections in a row gain nothing. Returns the bytes in use. */
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

  /** Collects once and returns the bytes in use. */
  public static long collect() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
