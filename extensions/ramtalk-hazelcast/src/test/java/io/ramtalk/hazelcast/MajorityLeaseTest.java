package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.EngineUnavailable;
import io.ramtalk.hazelcast.MajorityLease.Moment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MajorityLeaseTest {
  private static final UUID ANA = new UUID(0, 1);
  private static final UUID BEN = new UUID(0, 2);

  private long nanos = Long.MAX_VALUE - 5; // the monotonic clock may begin anywhere, and wrap
  private long millis = 1_000_000;
  private final MajorityLease lease = new MajorityLease(2, this::now);

  private Moment now() {
    return new Moment(nanos, millis);
  }

  private void pass(long time) {
    nanos += TimeUnit.MILLISECONDS.toNanos(time);
    millis += time;
  }

  @Test
  void oneMemberIsAMajority_holdsForEver() {
    var alone = new MajorityLease(1, this::now);

    long term = alone.begin();
    pass(1_000_000);
    alone.check(term);

    assertThat(alone.holds()).isTrue();
  }

  @Test
  void nobodyAsked_notApplied() {
    assertThat(lease.holds()).isFalse();
    assertThatThrownBy(lease::begin).isInstanceOfSatisfying(EngineUnavailable.class,
        e -> assertThat(e.isNotApplied()).isTrue());
  }

  @Test
  void confirmed_holdsFromWhenItWasAsked() {
    var asked = now();
    pass(1_000);
    lease.commit(ANA, asked, millis);

    pass(MajorityLease.HOLDS_MILLIS - 1_000);
    assertThat(lease.holds()).isTrue();
    pass(1);
    assertThat(lease.holds()).isFalse();
  }

  @Test
  void answerThatWaitedInASocket_countsForNothing() {
    var asked = now();
    pass(12_000);
    lease.commit(ANA, asked, millis);

    assertThat(lease.holds()).isFalse();
  }

  @Test
  void renewedInTime_sameTerm() {
    lease.commit(ANA, now(), millis);
    long term = lease.begin();
    pass(2_000);
    lease.commit(BEN, now(), millis);
    pass(2_000);

    lease.check(term);
  }

  @Test
  void olderAnswerComesLater_changesNothing() {
    var before = now();
    pass(1_000);
    lease.commit(ANA, now(), millis);
    lease.commit(ANA, before, millis);

    pass(MajorityLease.HOLDS_MILLIS);
    assertThat(lease.holds()).isTrue();
  }

  @Test
  void frozenAndRenewed_anotherTerm() {
    lease.commit(ANA, now(), millis);
    long term = lease.begin();
    pass(12_000);
    assertUnknown(term);
    lease.commit(ANA, now(), millis);

    assertThat(lease.holds()).isTrue();
    assertUnknown(term);
    lease.check(lease.begin());
  }

  private void assertUnknown(long term) {
    assertThatThrownBy(() -> lease.check(term)).isInstanceOfSatisfying(EngineUnavailable.class,
        e -> assertThat(e.isNotApplied()).isFalse());
  }

  @Test
  void machineWasPaused_toldByTheWallClock() {
    lease.commit(ANA, now(), millis);
    millis += 12_000;

    assertThat(lease.holds()).isFalse();
  }

  @Test
  void clockIsMinutesAhead_notApplied() {
    lease.commit(ANA, now(), millis - 600_000);

    assertThat(lease.holds()).isFalse();
    assertThatThrownBy(lease::begin).isInstanceOfSatisfying(EngineUnavailable.class,
        e -> assertThat(e.isNotApplied()).isTrue())
        .hasMessageContaining("the clock of this member is 600 s ahead of");
  }

  @Test
  void clockIsBehind_holdsUpToTheAcceptedDifference() {
    long most = MajorityLease.MAX_CLOCK_DIFFERENCE_MILLIS;
    lease.commit(ANA, now(), millis + most + 1);
    assertThat(lease.holds()).isFalse();

    lease.commit(ANA, now(), millis + most);
    assertThat(lease.holds()).isTrue();
  }

  @Test
  void answerThatTookASecond_clockMayHaveBeenReadAtAnyTime() {
    var asked = now();
    long before = millis;
    pass(1_000);

    lease.commit(ANA, asked, before - MajorityLease.MAX_CLOCK_DIFFERENCE_MILLIS);
    assertThat(lease.holds()).isTrue();
    lease.commit(ANA, asked, millis + MajorityLease.MAX_CLOCK_DIFFERENCE_MILLIS);
    assertThat(lease.holds()).isTrue();
  }

  @Test
  void anotherMemberHasAWrongClock_theRestCounts() {
    lease.commit(ANA, now(), millis + 600_000);
    lease.commit(BEN, now(), millis);

    assertThat(lease.holds()).isTrue();
  }

  @Test
  void clockIsCorrected_holdsAgain() {
    lease.commit(ANA, now(), millis);
    long term = lease.begin();
    millis += 600_000;
    lease.commit(ANA, now(), millis - 600_000);
    assertUnknown(term);

    millis -= 600_000;
    lease.commit(ANA, now(), millis);

    lease.check(lease.begin());
  }

  @Test
  void threeOfFive_asLateAsTheSecond() {
    var ofFive = new MajorityLease(3, this::now);
    ofFive.commit(ANA, now(), millis);
    assertThat(ofFive.holds()).isFalse();
    pass(2_000);
    ofFive.commit(BEN, now(), millis);
    assertThat(ofFive.holds()).isTrue();
    pass(2_000);

    assertThat(ofFive.holds()).isFalse();
  }

  @Test
  void memberIsGone_itsWordIsForgotten() {
    var ofFive = new MajorityLease(3, this::now);
    ofFive.commit(ANA, now(), millis);
    ofFive.retain(List.of(BEN));
    ofFive.commit(BEN, now(), millis);

    assertThat(ofFive.holds()).isFalse();
  }

  @Test
  void callWithoutMajority_isNotBegun() {
    var attempts = new AtomicInteger();

    assertThatThrownBy(() -> new Calls(lease, Calls.LIMIT_MILLIS).call(repeated -> {
      attempts.incrementAndGet();
      return CompletableFuture.completedFuture("done");
    })).isInstanceOf(EngineUnavailable.class);

    assertThat(attempts).hasValue(0);
  }

  @Test
  void frozenDuringACall_itsAnswerDoesNotCount() {
    lease.commit(ANA, now(), millis);

    assertThatThrownBy(() -> new Calls(lease, Calls.LIMIT_MILLIS).call(repeated -> {
      pass(12_000);
      return CompletableFuture.completedFuture("what it alone has");
    })).isInstanceOfSatisfying(EngineUnavailable.class,
        e -> assertThat(e.isNotApplied()).isFalse());
  }

  @Test
  void callWithMajority_isAnswered() {
    lease.commit(ANA, now(), millis);

    assertThat(new Calls(lease, Calls.LIMIT_MILLIS).<String>call(repeated ->
        CompletableFuture.completedFuture("done"))).isEqualTo("done");
  }
}
