package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Race;
import io.ramtalk.Refusal;
import io.ramtalk.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DoorbellsTest {
  private static final UserId ANA = new UserId(1, 1);
  private static final UserId BO = new UserId(2, 2);

  private final Doorbells doorbells = new Doorbells(Engine.MAX_WATCHES_PER_USER);
  private final List<String> rung = new ArrayList<>();

  @Test
  void ring_oneUser_itsListenersAlone() {
    doorbells.watch(ANA, () -> rung.add("a1"));
    doorbells.watch(ANA, () -> rung.add("a2"));
    doorbells.watch(BO, () -> rung.add("b"));

    doorbells.ring(ANA);
    doorbells.ring(new UserId(3, 3));

    assertThat(rung).containsExactly("a1", "a2");
  }

  @Test
  void ringAll_severalUsers_all() {
    doorbells.watch(ANA, () -> rung.add("a"));
    doorbells.watch(BO, () -> rung.add("b"));

    doorbells.ringAll();

    assertThat(rung).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void ring_oneListenerFails_othersRungAllTheSame() {
    doorbells.watch(ANA, () -> {
      throw new IllegalStateException("expected by the test");
    });
    doorbells.watch(ANA, () -> rung.add("a"));

    doorbells.ring(ANA);

    assertThat(rung).containsExactly("a");
  }

  @Test
  void ring_listenerClosesItself_rungOnce() {
    var watches = new ArrayList<Engine.Watch>();
    watches.add(doorbells.watch(ANA, () -> {
      rung.add("a");
      watches.get(0).close();
    }));

    doorbells.ring(ANA);
    doorbells.ring(ANA);

    assertThat(rung).containsExactly("a");
  }

  @Test
  void watch_tooMany_refusedUntilOneCloses() {
    var watches = new ArrayList<Engine.Watch>();
    for (int i = 0; i < Engine.MAX_WATCHES_PER_USER; i++) {
      watches.add(doorbells.watch(ANA, () -> rung.add("a")));
    }
    Refusal.invalid("too_many_watches", () -> doorbells.watch(ANA, () -> rung.add("late")));
    doorbells.watch(BO, () -> rung.add("b"));

    watches.get(0).close();
    watches.get(0).close();

    doorbells.watch(ANA, () -> rung.add("late"));
    Refusal.invalid("too_many_watches", () -> doorbells.watch(ANA, () -> rung.add("late")));
    doorbells.ring(ANA);
    assertThat(rung).hasSize(Engine.MAX_WATCHES_PER_USER).endsWith("late");
  }

  @Test
  void watch_openedAndClosedByManyThreads_noneLeft() throws Exception {
    Race.run(8, thread -> {
      for (int i = 0; i < 2_000; i++) {
        doorbells.watch(ANA, () -> rung.add("left over")).close();
      }
      return thread;
    });

    doorbells.ring(ANA);

    assertThat(rung).isEmpty();
  }
}
