package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RamBudgetTest {
  private final RamBudget budget = new RamBudget(100);

  @Test
  void reserve_upToTheLimit_takenAndNoMore() {
    budget.reserve(60);
    budget.reserve(40);

    var refusal = Refusal.of(RamExhausted.class, "ram_exhausted", () -> budget.reserve(1));

    assertThat(refusal).hasMessageContaining("1 more").hasMessageContaining("100");
    assertThat(refusal.getStackTrace()).isEmpty();
    assertThat(budget.used()).isEqualTo(100);
    assertThat(budget.limit()).isEqualTo(100);
  }

  @Test
  void tryReserve_tooMuch_nothingTaken() {
    assertThat(budget.tryReserve(101)).isFalse();
    assertThat(budget.tryReserve(Long.MAX_VALUE)).isFalse();
    assertThat(budget.tryReserve(1)).isTrue();
    assertThat(budget.tryReserve(100)).isFalse();

    assertThat(budget.used()).isOne();
  }

  @Test
  void tryReserve_nothingOrLess_alwaysGranted() {
    budget.reserve(100);

    assertThat(budget.tryReserve(0)).isTrue();
    assertThat(budget.tryReserve(-5)).isTrue();

    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void release_taken_freeAgain() {
    budget.reserve(100);

    budget.release(30);
    budget.release(0);

    assertThat(budget.used()).isEqualTo(70);
    assertThat(budget.tryReserve(30)).isTrue();
  }

  @Test
  void release_negative_takenWithoutAsking() {
    budget.reserve(90);

    budget.release(-20);

    assertThat(budget.used()).isEqualTo(110);
    assertThat(budget.tryReserve(1)).isFalse();
    budget.release(110);
    assertThat(budget.used()).isZero();
  }

  @Test
  void tryReserve_race_limitExact() throws Exception {
    for (int round = 0; round < 100; round++) {
      var raced = new RamBudget(100);

      var granted = Race.run(8, thread -> {
        int taken = 0;
        while (raced.tryReserve(7)) {
          taken += 7;
        }
        return taken;
      });

      assertThat(granted.stream().mapToInt(taken -> taken).sum()).isEqualTo(98);
      assertThat(raced.used()).isEqualTo(98);
    }
  }

  @Test
  void reserveAndRelease_manyThreads_countExact() throws Exception {
    var large = new RamBudget(1L << 30);

    var kept = Race.run(8, thread -> {
      long mine = 0;
      for (int i = 0; i < 20_000; i++) {
        large.reserve(100 + i % 200);
        large.release(i % 3 == 0 ? 100 + i % 200 : i % 200);
        mine += i % 3 == 0 ? 0 : 100;
      }
      return mine;
    });

    assertThat(large.used()).isEqualTo(kept.stream().mapToLong(mine -> mine).sum());
  }

  @Test
  void tryReserve_restOfALargeBudget_creditOfOthersCalledIn() throws Exception {
    var large = new RamBudget(1L << 30);
    Race.run(8, thread -> {
      large.reserve(1_000);
      return thread;
    });
    long rest = large.limit() - large.used();

    assertThat(large.tryReserve(rest + 1)).isFalse();
    assertThat(large.tryReserve(rest)).isTrue();

    assertThat(large.used()).isEqualTo(large.limit());
    large.release(large.limit());
    assertThat(large.used()).isZero();
  }
}
