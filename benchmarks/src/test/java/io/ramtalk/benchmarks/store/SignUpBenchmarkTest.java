package io.ramtalk.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.benchmarks.Person;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SignUpBenchmarkTest {
  private static final int USERS = 2 * SignUpBenchmark.SHOT;

  private final SignUpBenchmark benchmark = new SignUpBenchmark();

  @ParameterizedTest
  @EnumSource
  void signUp_shots_addNewNumbers(StoreKind kind) {
    var population = new Population(kind, USERS);
    var growing = new SignUpBenchmark.GrowingPopulation();

    shoot(growing, population);

    assertThat(population.signUp(Person.at(USERS + SignUpBenchmark.SHOT - 1))).isFalse();
    assertThat(population.signUp(Person.at(USERS + SignUpBenchmark.SHOT))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void bound_twiceTheUsers_startsAgainWithTheFirst(StoreKind kind) {
    var population = new Population(kind, USERS);
    var growing = new SignUpBenchmark.GrowingPopulation();
    shoot(growing, population);
    shoot(growing, population);

    growing.bound(population);

    assertThat(population.signUp(Person.at(USERS - 1))).isFalse();
    assertThat(population.signUp(Person.at(USERS))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void signUp_manyShots_neverMeetsAKnownNumber(StoreKind kind) {
    var population = new Population(kind, USERS);
    var growing = new SignUpBenchmark.GrowingPopulation();

    for (int i = 0; i < 10; i++) {
      shoot(growing, population);
    }

    assertThat(population.signUp(Person.at(2 * USERS))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void signUp_sameShotTwice_isAnError(StoreKind kind) {
    var growing = new SignUpBenchmark.GrowingPopulation();
    growing.bound(new Population(kind, USERS));
    var newcomers = new SignUpBenchmark.Newcomers();
    newcomers.choose(growing);
    benchmark.signUp(growing, newcomers);

    assertThatThrownBy(() -> benchmark.signUp(growing, newcomers))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Person.mobile(USERS));
  }

  @ParameterizedTest
  @EnumSource
  void signUpExisting_createsNobody(StoreKind kind) {
    var population = new Population(kind, USERS);
    var known = new SignUpBenchmark.KnownPeople();
    known.prepare(population);
    var route = new StoreBenchmark.Route();
    route.start(population, StoreBenchmarkTest.thread(0, 1));

    for (int i = 0; i < USERS; i++) {
      assertThat(benchmark.signUpExisting(known, route)).isFalse();
    }
  }

  private void shoot(SignUpBenchmark.GrowingPopulation growing, Population population) {
    var newcomers = new SignUpBenchmark.Newcomers();
    growing.bound(population);
    newcomers.choose(growing);
    benchmark.signUp(growing, newcomers);
  }
}
