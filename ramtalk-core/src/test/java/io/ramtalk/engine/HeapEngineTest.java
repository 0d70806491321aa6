package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.EngineContract;
import io.ramtalk.InterposedEngine;
import io.ramtalk.ManualHost;
import io.ramtalk.MessengerClosed;
import io.ramtalk.Mobile;
import io.ramtalk.Race;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HeapEngineTest extends EngineContract {
  private static final User ANA =
      new User(UserId.random(), Mobile.parse("01711111111"), "Ana", null, Instant.EPOCH);

  @Override
  protected Engine newEngine() {
    return new HeapEngine();
  }

  @Test
  void close_duringCalls_userThereUntilClosed() throws Exception {
    var engines = Stream.generate(HeapEngineTest::engineWithAna).limit(6_000).toList();
    List<Predicate<Engine>> looks = List.of(
        engine -> engine.execute(ANA.id(), Command.ShowUser.INSTANCE) != null,
        engine -> engine.find(ANA.mobile()) != null,
        engine -> engine.users(null).hasNext());

    var alwaysThere = Race.rounds(2, engines.size(), (thread, round) -> {
      var engine = engines.get(round);
      if (thread == 0) {
        engine.close();
        return true;
      }
      return isThereUntilClosed(engine, looks.get(round % looks.size()));
    });

    assertThat(alwaysThere).allSatisfy(there -> assertThat(there).containsOnly(true));
  }

  @Test
  void execute_timeUpBeforeItsTimerIsSet_memoryGivenBackAllTheSame() {
    var clock = VirtualClock.startingAt(Instant.EPOCH);
    var engine = new InterposedEngine(new HeapEngine());
    try (var talk = RamTalk.builder().engine(engine).clock(clock).build()) {
      var ana = talk.signUp("01711111111").user().id();
      talk.send(ana, ana, "the first makes mailbox and books");
      talk.receive(ana);
      long used = talk.operations().budget().used();

      engine.beforeNextExecute(() -> { });
      engine.beforeNextExecute(() -> clock.advance(Duration.ofHours(1)));
      talk.send(Draft.of(ana, ana).text("x".repeat(1_000)).expiresIn(Duration.ofSeconds(1)));

      assertThat(talk.operations().budget().used()).isEqualTo(used + MemoryCost.RECEIPT);
    }
  }

  private static Engine engineWithAna() {
    var engine = ManualHost.open(new HeapEngine(), VirtualClock.startingAt(Instant.EPOCH));
    engine.register(new Account(ANA), 1);
    return engine;
  }

  private static boolean isThereUntilClosed(Engine engine, Predicate<Engine> look)
      throws InterruptedException {
    try {
      for (int looks = 1; look.test(engine); looks++) {
        if (looks % 1_000 == 0) {
          Race.yieldUnlessInterrupted();
        }
      }
      return false;
    } catch (MessengerClosed closed) {
      return true;
    }
  }
}
