package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Hints to other members, with pauses that the test ends. */
final class HintSenderTest {
  private static final UserId ANA = new UserId(0, 1);
  private static final UserId BO = new UserId(0, 2);

  private final List<List<Hint>> sent = new ArrayList<>();
  private final Queue<Runnable> pauses = new ArrayDeque<>();
  private final HintSender sender =
      new HintSender(batch -> sent.add(batch.hints()), pauses::add);

  private void endPause() {
    pauses.remove().run();
  }

  @Test
  void send_quiet_atOnce() {
    sender.send(new Hint(ANA, 1, 0));
    endPause();
    sender.send(new Hint(BO, 1, 0));

    assertThat(sent).containsExactly(List.of(new Hint(ANA, 1, 0)), List.of(new Hint(BO, 1, 0)));
  }

  @Test
  void send_duringThePause_togetherAfterIt() {
    sender.send(new Hint(ANA, 1, 0));
    sender.send(new Hint(ANA, 3, 0));
    sender.send(new Hint(BO, 1, 1));
    sender.send(new Hint(ANA, 2, 1));
    assertThat(sent).hasSize(1);

    endPause();

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).containsExactlyInAnyOrder(new Hint(ANA, 3, 1), new Hint(BO, 1, 1));
    endPause();
    assertThat(sent).hasSize(2);
    assertThat(pauses).isEmpty();
  }

  @Test
  void send_topicFails_laterHintsAreSent() {
    var failing = new HintSender(batch -> {
      if (sent.isEmpty()) {
        sent.add(batch.hints());
        throw new IllegalStateException("by the test");
      }
      sent.add(batch.hints());
    }, pauses::add);

    failing.send(new Hint(ANA, 1, 0));
    failing.send(new Hint(ANA, 2, 0));
    endPause();

    assertThat(sent).last().isEqualTo(List.of(new Hint(ANA, 2, 0)));
  }

  @Test
  void send_tooManyUsers_latestOfTheFirstOnes() {
    sender.send(new Hint(ANA, 1, 0));
    for (int i = 0; i <= HintSender.MAX; i++) {
      sender.send(new Hint(new UserId(1, i), 1, 0));
    }
    sender.send(new Hint(new UserId(1, 0), 2, 0));

    endPause();

    assertThat(sent.get(1)).hasSize(HintSender.MAX).contains(new Hint(new UserId(1, 0), 2, 0));
  }
}
