package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ramtalk.RamBudget;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** Compares what things are charged with what the heap of this JVM grows by. */
final class HeapGrowth {
  private static final double PERCENT = 10;

  private HeapGrowth() {}

  /** Fails unless what is charged for that many things is what they take, within a tenth. */
  static void assertCharged(RamBudget budget, int count, IntConsumer one) {
    long heap = usedHeap();
    long used = budget.used();

    for (int i = 0; i < count; i++) {
      one.accept(i);
    }

    double measured = (double) (usedHeap() - heap) / count;
    double charged = (double) (budget.used() - used) / count;
    assertThat(charged).isCloseTo(measured, withinPercentage(PERCENT));
  }

  /** Returns what is reachable, in bytes: the least of a few looks. */
  static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      System.gc();
      least = Math.min(least,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
