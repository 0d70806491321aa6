package io.ramtalk;

import java.lang.management.ManagementFactory;

/** The heap of this JVM that is in use, for tests that compare it with what is counted. */
public final class UsedHeap {
  /* One collection leaves what it was not asked to finish: references that wait in queues, and
   * what threads of earlier tests let go of a moment later. */
  private static final int LOOKS = 4;
  private static final long NOISE_BYTES = 10_000;

  private UsedHeap() {}

  /**
   * Returns the bytes that are reachable: the least of some looks, after which they fall no more.
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
