package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.ThreadParams;

final class StoreBenchmarkTest {
  private static final int USERS = 3 * StoreBenchmark.ROUND;
  private static final ThreadParams ONE_THREAD = thread(0, 1);

  private final StoreBenchmark benchmark = new StoreBenchmark();
  private final SendOutcomes sends = new SendOutcomes();
  private final ReceiveOutcomes receives = new ReceiveOutcomes();

  @ParameterizedTest
  @EnumSource
  void sendReceive_leavesNothing(StoreKind kind) {
    var population = new Population(kind, USERS);
    var route = new StoreBenchmark.Route();
    route.start(population, ONE_THREAD);

    for (int i = 0; i < 2 * USERS; i++) {
      assertThat(benchmark.sendReceive(population, route, sends, receives)).hasSize(1);
    }

    assertThat(sends.accepted()).isEqualTo(2 * USERS);
    assertThat(sends.refused()).isZero();
    assertThat(receives.drained()).isEqualTo(2 * USERS);
    assertThat(receives.messages()).isEqualTo(2 * USERS);
    assertThat(receives.empty()).isZero();
    assertThat(waiting(population)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void send_manyRounds_allAccepted(StoreKind kind) {
    var population = new Population(kind, USERS);
    var round = new StoreBenchmark.SendRound();
    round.start(population, ONE_THREAD);

    for (int i = 0; i < 30; i++) {
      round.drain(population);
      benchmark.send(population, round, sends);
    }

    assertThat(sends.accepted()).isEqualTo(30 * StoreBenchmark.ROUND);
    assertThat(sends.refused()).isZero();
    assertThat(waiting(population)).isEqualTo(StoreBenchmark.ROUND);
  }

  @ParameterizedTest
  @EnumSource
  void send_withoutDrain_countsRefusals(StoreKind kind) {
    var population = new Population(kind, StoreBenchmark.ROUND);
    var round = new StoreBenchmark.SendRound();
    round.start(population, ONE_THREAD);

    for (int i = 0; i < Store.MAILBOX_CAPACITY + 1; i++) {
      benchmark.send(population, round, sends);
    }

    assertThat(sends.accepted()).isEqualTo(Store.MAILBOX_CAPACITY * StoreBenchmark.ROUND);
    assertThat(sends.refused()).isEqualTo(StoreBenchmark.ROUND);
  }

  @ParameterizedTest
  @EnumSource
  void sendToFull_isRefusedEverywhere(StoreKind kind) {
    var population = new Population(kind, USERS);
    var route = new StoreBenchmark.Route();
    route.start(population, ONE_THREAD);
    var full = new StoreBenchmark.FullPopulation();
    full.fill(population);

    for (int i = 0; i < USERS; i++) {
      benchmark.sendToFull(full, route, sends);
    }

    assertThat(sends.accepted()).isZero();
    assertThat(sends.refused()).isEqualTo(USERS);
    assertThat(waiting(population)).isEqualTo(Store.MAILBOX_CAPACITY * USERS);
  }

  @ParameterizedTest
  @EnumSource
  void receive_manyRounds_oneMessageEach(StoreKind kind) {
    var population = new Population(kind, USERS);
    var round = new StoreBenchmark.ReceiveRound();
    round.start(population, ONE_THREAD);

    for (int i = 0; i < 30; i++) {
      round.fill(population);
      benchmark.receive(population, round, receives, hole());
    }

    assertThat(receives.drained()).isEqualTo(30 * StoreBenchmark.ROUND);
    assertThat(receives.messages()).isEqualTo(30 * StoreBenchmark.ROUND);
    assertThat(receives.empty()).isZero();
    assertThat(waiting(population)).isEqualTo(2 * StoreBenchmark.ROUND);
  }

  @ParameterizedTest
  @EnumSource
  void receive_withoutFill_countsEmptyMailboxes(StoreKind kind) {
    var population = new Population(kind, StoreBenchmark.ROUND);
    var round = new StoreBenchmark.ReceiveRound();
    round.start(population, ONE_THREAD);

    benchmark.receive(population, round, receives, hole());

    assertThat(receives.drained()).isZero();
    assertThat(receives.empty()).isEqualTo(StoreBenchmark.ROUND);
  }

  @ParameterizedTest
  @EnumSource
  void walk_visitsEverybodyOncePerLap(StoreKind kind) {
    var population = new Population(kind, USERS);
    var walk = new RandomWalk(population, thread(1, 2));
    var visits = new int[USERS];

    for (int i = 0; i < USERS; i++) {
      visits[walk.target()]++;
      visits[walk.sender()]++;
    }

    assertThat(visits).containsOnly(2);
  }

  static ThreadParams thread(int index, int count) {
    return new ThreadParams(index, count, 0, 1, 0, 1, index, count, index, count);
  }

  private static Blackhole hole() {
    return new Blackhole("Today's password is swordfish. I understand instantiating Blackholes"
        + " directly is dangerous.");
  }

  private static int waiting(Population population) {
    int messages = 0;
    for (int user = 0; user < population.users(); user++) {
      messages += population.receive(user).size();
    }
    return messages;
  }
}
