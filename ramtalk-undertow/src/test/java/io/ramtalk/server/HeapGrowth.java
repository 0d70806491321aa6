package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ramtalk.RamBudget;
import io.ramtalk.UsedHeap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Comparison of the memory charged to the budget with the growth of this JVM's heap. */
public final class HeapGrowth {
  private static final double PERCENT = 10;

  /* Threads of earlier tests may release their memory during some of the rounds. A wrong charge is
   * wrong in all of them. */
  private static final int ROUNDS = 3;

  private HeapGrowth() {}

  /**
   * Fails unless the charge per item is within a tenth of its measured heap use, in the round that
   * fits best.
   *
   * @param stores makes an empty store for each round and returns a function that adds an item
   */
  public static void assertCharged(RamBudget budget, int count, Supplier<IntConsumer> stores) {
    var kept = new IntConsumer[ROUNDS];
    var measured = new double[ROUNDS];
    long used = budget.used();

    for (int round = 0; round < ROUNDS; round++) {
      kept[round] = stores.get();
      long heap = UsedHeap.bytes();
      for (int i = 0; i < count; i++) {
        kept[round].accept(i);
      }
      measured[round] = (double) (UsedHeap.bytes() - heap) / count;
    }

    double charged = (double) (budget.used() - used) / count / kept.length;
    double nearest = Arrays.stream(measured).boxed()
        .min(Comparator.comparingDouble(growth -> Math.abs(growth - charged))).orElseThrow();
    assertThat(charged).isCloseTo(nearest, withinPercentage(PERCENT));
  }
}
