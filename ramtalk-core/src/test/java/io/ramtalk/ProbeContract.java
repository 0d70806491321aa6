package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.engine.Command;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The self-test of a messenger. */
abstract class ProbeContract extends EngineFixture {
  @Test
  void probe_leavesNothingBehind() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    sendMany(talk, ana, ana, 1);
    var usage = talk.operations().usage();
    var totals = talk.operations().totals();
    long used = talk.operations().budget().used();

    talk.operations().selfTest();

    assertThat(talk.operations().budget().used()).isEqualTo(used);
    assertThat(talk.operations().usage()).isEqualTo(usage);
    assertThat(talk.operations().totals()).isEqualTo(totals);
    assertThat(talk.users()).extracting(User::id).containsExactly(ana);
  }

  @Test
  void probe_asManyUsersAsThereMayBe_works() {
    var talk = open(settings().users(1));
    signUp(talk, 1);

    talk.operations().selfTest();

    assertThat(talk.users()).hasSize(1);
  }

  @Test
  void probe_noRoom_refusedAndNothingLeftBehind() {
    for (long room = 0; room < 1_000; room += 20) {
      var talk = open(settings().budgetBytes(2_000));
      long taken = talk.operations().budget().limit() - room;
      talk.operations().budget().reserve(taken);
      try {
        talk.operations().selfTest();
        assertThat(room).as("memory in which a self-test passes").isGreaterThan(400);
      } catch (RamExhausted full) {
        assertThat(full.code()).isEqualTo("ram_exhausted");
      }
      assertThat(talk.operations().budget().used()).isEqualTo(taken);
      assertThat(talk.operations().usage().users()).isZero();
    }
  }

  @Test
  void probe_closed_refused() {
    var talk = open(settings());
    talk.close();

    Refusal.of(MessengerClosed.class, "closed", talk.operations()::selfTest);
  }

  @Test
  void probe_mailIsLost_saysSo() {
    var engine = new InterposedEngine(newEngine());
    var talk = open(RamTalk.builder().engine(engine).clock(clock()));
    engine.beforeNextExecute(() -> { });
    engine.beforeNextExecute(() -> { });
    engine.beforeNextExecute(() ->
        engine.execute(engine.users(null).next().user().id(), new Command.Take(1, 0)));

    assertThatThrownBy(talk.operations()::selfTest).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("received []");

    assertThat(talk.operations().budget().used()).isZero();
  }

  @Test
  void walk_whileCanariesFly_meetsNone() throws Exception {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    var flying = new AtomicInteger(3);

    Race.run(4, thread -> {
      if (thread > 0) {
        for (int i = 0; i < Race.times(1_000); i++) {
          talk.operations().selfTest();
        }
        return flying.decrementAndGet();
      }
      do {
        assertThat(talk.users()).extracting(User::id).containsExactly(ana);
        assertThat(talk.operations().usage().users()).isOne();
      } while (flying.get() > 0);
      return 0;
    });

    assertThat(talk.operations().totals()).isEqualTo(new Totals(0, 0, 0, 0, 0, 0, 0));
  }
}
