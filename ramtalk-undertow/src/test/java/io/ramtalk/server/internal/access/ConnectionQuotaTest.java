package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.Race;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConnectionQuotaTest {
  private final ConnectionQuota<String> seats = new ConnectionQuota<>(5, 2);

  @Test
  void take_ofOneOwner_upToItsShare() {
    assertThat(seats.take("ana")).isTrue();
    assertThat(seats.isFree("ana")).isTrue();
    assertThat(seats.take("ana")).isTrue();

    assertThat(seats.isFree("ana")).isFalse();
    assertThat(seats.take("ana")).isFalse();
    assertThat(seats.take("bo")).isTrue();
    assertThat(seats.taken()).isEqualTo(3);
  }

  @Test
  void take_ofAll_upToAllSeats() {
    for (int i = 0; i < 5; i++) {
      assertThat(seats.take("user " + i)).isTrue();
    }

    assertThat(seats.isFree("ana")).isFalse();
    assertThat(seats.take("ana")).isFalse();
    assertThat(seats.take(null)).isFalse();
    assertThat(seats.taken()).isEqualTo(5);
  }

  @Test
  void take_ofNobody_boundByAllSeatsAlone() {
    for (int i = 0; i < 5; i++) {
      assertThat(seats.take(null)).isTrue();
    }

    assertThat(seats.take(null)).isFalse();
  }

  @Test
  void leave_freesTheSeat() {
    seats.take("ana");
    seats.take("ana");

    seats.leave("ana");

    assertThat(seats.take("ana")).isTrue();
    assertThat(seats.take("ana")).isFalse();
  }

  @Test
  void take_byManyAtATime_neverTooMany() throws Exception {
    var crowded = new ConnectionQuota<String>(50, 20);
    var open = new AtomicInteger();
    var most = new AtomicInteger();

    Race.run(8, thread -> {
      for (int i = 0; i < 10_000; i++) {
        if (crowded.take("ana")) {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          open.decrementAndGet();
          crowded.leave("ana");
        }
      }
      return thread;
    });

    assertThat(most.get()).isBetween(1, 20);
    assertThat(crowded.taken()).isZero();
    assertThat(crowded.isFree("ana")).isTrue();
  }
}
