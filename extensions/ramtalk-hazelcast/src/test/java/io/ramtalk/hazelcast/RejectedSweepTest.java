package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps that are due while every member rejects calls, and run once calls are accepted. */
final class RejectedSweepTest {
  private static final AtomicInteger SPACES = new AtomicInteger();
  private static final int USERS = 12;
  private static final Duration SOON = Duration.ofSeconds(7);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final VirtualClock clock = VirtualClock.startingAt(Instant.EPOCH);
  private final AtomicLong aheadNanos = new AtomicLong();
  private final List<RamTalk> talks = new ArrayList<>();
  private final List<HazelcastEngine> engines = new ArrayList<>();
  private final List<UserId> users = new ArrayList<>();
  private volatile boolean paused;

  @BeforeEach
  void openMessengers() {
    var space = "rejected" + SPACES.incrementAndGet();
    for (var member : TestCluster.of(3).members()) {
      var engine = new HazelcastEngine(
          member, space, HazelcastEngine::sweep, false,
          new HazelcastEngine.Timing(this::moment, Calls.LIMIT_MILLIS));
      engines.add(engine);
      talks.add(RamTalk.builder().engine(engine).clock(clock).build());
    }
    for (int i = 0; i < USERS; i++) {
      users.add(talks.get(0).signUp("0180000" + (1000 + i)).user().id());
    }
  }

  /**
   * Returns the time, a minute later at each call while members pause, so majority leases expire.
   */
  private MajorityLease.Moment moment() {
    long ahead = paused ? aheadNanos.addAndGet(PAUSE_NANOS) : aheadNanos.get();
    var now = MajorityLease.Moment.now();
    return new MajorityLease.Moment(now.nanos() + ahead, now.millis());
  }

  @AfterEach
  void closeMessengers() throws Exception {
    try {
      HiddenMail.checkNone(talks.get(0));
    } finally {
      talks.forEach(RamTalk::close);
    }
  }

  @Test
  void leasesRunOut_rungAndReceivableAfterwards() throws Exception {
    var rings = new AtomicInteger();
    for (var user : users) {
      talks.get(0).send(user, user, "m");
      talks.get(0).delivery().watch(user, rings::incrementAndGet);
      assertThat(talks.get(0).lease(user, 1, SOON).messages()).hasSize(1);
    }

    pauseUntilAllSweepsAreRejected();

    Eventually.that("every bell rings", () -> rings.get() >= USERS);
    for (var user : users) {
      assertThat(talks.get(0).receive(user)).extracting(Message::text).containsExactly("m");
    }
  }

  @Test
  void messagesExpire_bytesGivenBack() throws Exception {
    for (var user : users) {
      talks.get(0).send(Draft.of(user, user).text("x".repeat(4_000)).expiresIn(SOON));
    }
    long full = bytes();

    pauseUntilAllSweepsAreRejected();

    Eventually.that("room for what expired", () -> bytes() < full - USERS * 4_000);
  }

  private long bytes() {
    return engines.stream().mapToLong(HazelcastEngine::ownedBytes).sum();
  }

  private void pauseUntilAllSweepsAreRejected() throws Exception {
    paused = true;
    clock.advance(SOON);
    Eventually.that("every sweep is rejected",
        () -> engines.stream().mapToInt(HazelcastEngine::unswept).sum() == USERS);
    paused = false;
  }
}
