package io.ramtalk.cli.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  @Test
  void nextMillis_again_doublesUpToTheLast() {
    var backoff = new Backoff(() -> 0);

    assertThat(LongStream.generate(backoff::nextMillis).limit(9)).containsExactly(
        500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void nextMillis_chance_takesAwayUpToAHalf() {
    assertThat(new Backoff(() -> 1).nextMillis()).isEqualTo(250);
    assertThat(new Backoff(() -> 0.5).nextMillis()).isEqualTo(375);
  }

  @Test
  void reset_afterWaits_beginsAgain() {
    var backoff = new Backoff(() -> 0);
    backoff.nextMillis();
    backoff.nextMillis();

    backoff.reset();

    assertThat(backoff.nextMillis()).isEqualTo(500);
  }
}
