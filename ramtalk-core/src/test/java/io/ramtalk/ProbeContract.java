package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.engine.Command;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The canary of a messenger. */
abstract class ProbeContract extends EngineFixture {
  @Test
  void probe_leavesNothingBehind() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    sendMany(talk, ana, ana, 1);
    var census = talk.census();
    var totals = talk.totals();
    long used = talk.budget().used();

    talk.probe();

    assertThat(talk.budget().used()).isEqualTo(used);
    assertThat(talk.census()).isEqualTo(census);
    assertThat(talk.totals()).isEqualTo(totals);
    assertThat(talk.users()).extracting(User::id).containsExactly(ana);
  }

  @Test
  void probe_asManyUsersAsThereMayBe_works() {
    var talk = open(settings().users(1));
    signUp(talk, 1);

    talk.probe();

    assertThat(talk.users()).hasSize(1);
  }

  @Test
  void probe_noRoom_refusedAndNothingLeftBehind() {
    for (long room = 0; room < 1_000; room += 20) {
      var talk = open(settings().budgetBytes(2_000));
      long taken = talk.budget().limit() - room;
      talk.budget().reserve(taken);
      try {
        talk.probe();
        assertThat(room).as("room in which a canary flies").isGreaterThan(400);
      } catch (RamExhausted full) {
        assertThat(full.code()).isEqualTo("ram_exhausted");
      }
      assertThat(talk.budget().used()).isEqualTo(taken);
      assertThat(talk.census().users()).isZero();
    }
  }

  @Test
  void probe_closed_refused() {
    var talk = open(settings());
    talk.close();

    Refusal.of(MessengerClosed.class, "closed", talk::probe);
  }

  @Test
  void probe_mailIsLost_saysSo() {
    var engine = new InterposedEngine(newEngine());
    var talk = open(RamTalk.builder().engine(engine).clock(clock()));
    engine.beforeNextExecute(() -> { });
    engine.beforeNextExecute(() -> { });
    engine.beforeNextExecute(() ->
        engine.execute(engine.users(null).next().user().id(), new Command.Take(1, 0)));

    assertThatThrownBy(talk::probe).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("received []");

    assertThat(talk.budget().used()).isZero();
  }

  @Test
  void walk_whileCanariesFly_meetsNone() throws Exception {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    var flying = new AtomicInteger(3);

    Race.run(4, thread -> {
      if (thread > 0) {
        for (int i = 0; i < Race.times(1_000); i++) {
          talk.probe();
        }
        return flying.decrementAndGet();
      }
      do {
        assertThat(talk.users()).extracting(User::id).containsExactly(ana);
        assertThat(talk.census().users()).isOne();
      } while (flying.get() > 0);
      return 0;
    });

    assertThat(talk.totals()).isEqualTo(new Totals(0, 0, 0, 0, 0, 0, 0));
  }
}
