package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ramtalk.RamBudget;
import io.ramtalk.UsedHeap;
import java.util.function.IntConsumer;

/** Compares what things are charged with what the heap of this JVM grows by. */
public final class HeapGrowth {
  private static final double PERCENT = 10;

  private HeapGrowth() {}

  /** Fails unless what is charged for that many things is what they take, within a tenth. */
  public static void assertCharged(RamBudget budget, int count, IntConsumer one) {
    long heap = UsedHeap.bytes();
    long used = budget.used();

    for (int i = 0; i < count; i++) {
      one.accept(i);
    }

    double measured = (double) (UsedHeap.bytes() - heap) / count;
    double charged = (double) (budget.used() - used) / count;
    assertThat(charged).isCloseTo(measured, withinPercentage(PERCENT));
  }
}
