package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageIdsTest {
  private static final long NOW = 1_767_225_600_000L;

  private final MessageIds ids = new MessageIds();

  @Test
  void next_clockSetBack_strictlyIncreasing() {
    var drawn = new ArrayList<MessageId>();
    for (long now : new long[] {NOW, NOW, NOW + 5, NOW + 4, 1, 0, -1, NOW + 4, NOW + 6}) {
      drawn.add(ids.next(now));
    }

    assertStrictlyIncreasing(drawn);
    assertThat(millis(drawn.get(0))).isEqualTo(NOW);
    assertThat(millis(drawn.get(8))).isEqualTo(NOW + 6);
  }

  @Test
  void next_clockBefore1970_strictlyIncreasing() {
    assertStrictlyIncreasing(List.of(ids.next(-NOW), ids.next(-NOW + 1), ids.next(-NOW)));
  }

  @Test
  void next_clockFarAhead_followsTheClock() {
    long year2500 = 16_725_225_600_000L;
    long beyond44Bits = 1L << 44;
    var drawn = List.of(ids.next(NOW), ids.next(year2500), ids.next(NOW),
        ids.next(beyond44Bits - 1), ids.next(beyond44Bits), ids.next(Long.MAX_VALUE));

    assertStrictlyIncreasing(drawn);
    assertThat(millis(drawn.get(1))).isEqualTo(year2500);
    assertThat(millis(drawn.get(5))).isEqualTo(beyond44Bits - 1);
  }

  @Test
  void next_moreThanOneMillisecondHolds_runsAhead() {
    int perMillisecond = 1 << MessageId.COUNTER_BITS;
    var last = ids.next(NOW);
    for (int i = 0; i < perMillisecond; i++) {
      var next = ids.next(NOW);
      if (next.compareTo(last) <= 0) {
        assertThat(next).isGreaterThan(last);
      }
      last = next;
    }

    assertThat(millis(last)).isEqualTo(NOW + 1);
    assertThat(ids.next(NOW + 1)).isGreaterThan(last);
  }

  @Test
  void next_manyThreads_unique() throws Exception {
    int perThread = 5_000;

    var drawn = Race.run(16, thread -> {
      var mine = new ArrayList<MessageId>();
      for (int i = 0; i < perThread; i++) {
        mine.add(ids.next(NOW - i % 3));
      }
      return mine;
    });

    var all = new HashSet<MessageId>();
    for (var mine : drawn) {
      assertStrictlyIncreasing(mine);
      all.addAll(mine);
    }
    assertThat(all).hasSize(16 * perThread);
  }

  private static long millis(MessageId id) {
    return id.value() >>> MessageId.COUNTER_BITS;
  }

  private static void assertStrictlyIncreasing(List<MessageId> drawn) {
    assertThat(drawn).isSorted().doesNotHaveDuplicates();
  }
}
