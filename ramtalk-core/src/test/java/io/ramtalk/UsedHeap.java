package io.ramtalk;

import java.lang.management.ManagementFactory;

/** The used heap of this JVM, for tests that compare it with the counted bytes. */
public final class UsedHeap {
  /* One collection is not enough: references wait in queues, and threads of earlier tests release
   * their memory a moment later. */
  private static final int LOOKS = 4;
  private static final long NOISE_BYTES = 10_000;

  private UsedHeap() {}

  /**
   * Returns the reachable bytes: the minimum of repeated measurements, once it no longer falls.
   *
   * @return bytes of the heap
   */
  public static long bytes() {
    long least = Long.MAX_VALUE;
    for (int looksSince = 0; looksSince < LOOKS; looksSince++) {
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      if (used < least - NOISE_BYTES) {
        looksSince = 0;
      }
      least = Math.min(least, used);
    }
    return least;
  }
}
