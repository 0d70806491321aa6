package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.Race;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConnectionQuotaTest {
  private final ConnectionQuota<String> quota = new ConnectionQuota<>(5, 2);

  @Test
  void take_ofOneOwner_upToItsShare() {
    assertThat(quota.take("ana")).isTrue();
    assertThat(quota.isFree("ana")).isTrue();
    assertThat(quota.take("ana")).isTrue();

    assertThat(quota.isFree("ana")).isFalse();
    assertThat(quota.take("ana")).isFalse();
    assertThat(quota.take("bo")).isTrue();
    assertThat(quota.taken()).isEqualTo(3);
  }

  @Test
  void take_ofAll_upToAllSeats() {
    for (int i = 0; i < 5; i++) {
      assertThat(quota.take("user " + i)).isTrue();
    }

    assertThat(quota.isFree("ana")).isFalse();
    assertThat(quota.take("ana")).isFalse();
    assertThat(quota.take(null)).isFalse();
    assertThat(quota.taken()).isEqualTo(5);
  }

  @Test
  void take_ofNobody_boundByAllSeatsAlone() {
    for (int i = 0; i < 5; i++) {
      assertThat(quota.take(null)).isTrue();
    }

    assertThat(quota.take(null)).isFalse();
  }

  @Test
  void leave_freesTheSeat() {
    quota.take("ana");
    quota.take("ana");

    quota.leave("ana");

    assertThat(quota.take("ana")).isTrue();
    assertThat(quota.take("ana")).isFalse();
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
