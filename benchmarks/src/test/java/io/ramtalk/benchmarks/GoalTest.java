package io.ramtalk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GoalTest {
  @Test
  void isMet_atTheBound_isTrue() {
    assertThat(Goal.atLeast(0.97, "speed", 0.97).isMet()).isTrue();
    assertThat(Goal.atLeast(0.97, "speed", 0.96).isMet()).isFalse();
    assertThat(Goal.atMost(300, "start", 300).isMet()).isTrue();
    assertThat(Goal.atMost(300, "start", 301).isMet()).isFalse();
  }

  @Test
  void isMet_noFigure_isFalse() {
    assertThat(Goal.atLeast(1, "speed", Double.NaN).isMet()).isFalse();
    assertThat(Goal.atMost(1, "wait", Double.NaN).isMet()).isFalse();
  }

  @Test
  void toString_saysBoundValueAndWhether() {
    assertThat(Goal.atLeast(0.97, "requests/s, times bare", 0.7)).hasToString("goal: "
        + "requests/s, times bare                         at least       0.97, is       0.70:"
        + " missed");
    assertThat(Goal.atMost(500_000, "bytes", 4_321)).hasToString("goal: "
        + "bytes                                          at most     500,000, is      4,321:"
        + " met");
  }
}
