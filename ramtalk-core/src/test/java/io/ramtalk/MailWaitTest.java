package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MailWaitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final InterposedEngine engine = new InterposedEngine(Engine.onHeap());
  private final VirtualClock clock = VirtualClock.startingAt(Instant.EPOCH);
  private final RamTalk talk = RamTalk.builder().engine(engine).clock(clock).build();
  private final UserId ana = talk.signUp("01711111111").user().id();
  private final ArrayList<Boolean> told = new ArrayList<>();

  @AfterEach
  void closeMessenger() {
    talk.close();
  }

  @Test
  void start_timeUpBeforeTheTimerIsSet_told() {
    engine.afterNextWatch(() -> clock.advance(SECOND.plusMillis(1)));

    talk.delivery().awaitMail(ana, SECOND, told::add);

    assertThat(told).containsExactly(false);
  }

  @Test
  void start_mailBeforeItListens_told() {
    engine.beforeNextExecute(() -> talk.send(ana, ana, "m"));

    talk.delivery().awaitMail(ana, SECOND, told::add);

    assertThat(told).containsExactly(true);
  }

  @Test
  void start_rungBeforeItKnowsItsWatch_toldOnceAndNoListenerLeft() {
    for (int i = 1; i <= Engine.MAX_WATCHES_PER_USER + 1; i++) {
      engine.afterNextWatch(() -> talk.send(ana, ana, "m"));

      talk.delivery().awaitMail(ana, SECOND, told::add);

      assertThat(told).hasSize(i).containsOnly(true);
      talk.receive(ana);
    }
  }

  @Test
  void start_engineFails_noListenerLeft() {
    for (int i = 0; i <= Engine.MAX_WATCHES_PER_USER; i++) {
      engine.beforeNextExecute(() -> {
        throw new RamExhausted(1, 1);
      });

      Refusal.of(RamExhausted.class, "ram_exhausted",
          () -> talk.delivery().awaitMail(ana, SECOND, told::add));
    }
    talk.send(ana, ana, "m");
    clock.advance(SECOND);

    assertThat(told).isEmpty();
  }
}
