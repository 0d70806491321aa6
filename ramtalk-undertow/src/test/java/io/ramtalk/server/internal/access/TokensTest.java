package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Eventually;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.HeapGrowth;
import io.ramtalk.server.LogLines;
import io.ramtalk.server.Race;
import io.ramtalk.server.internal.access.Tokens.Lifetimes;
import io.ramtalk.server.internal.access.Tokens.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Tokens: their checks and their lifetime. */
final class TokensTest {
  private static final Duration IDLE = Lifetimes.DEFAULT_IDLE;
  private static final Duration HARD = Lifetimes.DEFAULT_HARD;
  private static final Duration MILLI = Duration.ofMillis(1);

  /* The wheel that removes expired tokens turns once a second. */
  private static final Duration WHEEL = Duration.ofSeconds(3);

  private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
  private final RamBudget budget = new RamBudget(1 << 30);
  private final ConcurrentLinkedQueue<Session> ended = new ConcurrentLinkedQueue<>();
  private final Tokens tokens =
      new Tokens(budget, clock::millis, Lifetimes.DEFAULT, ended::add);
  private final UserId ana = UserId.random();
  private final UserId bo = UserId.random();

  private Session found(String token) {
    return Objects.requireNonNull(tokens.find(token));
  }

  private String issue(UserId user) {
    return tokens.issue(user).token();
  }

  private void assertNothingLeft() {
    assertThat(tokens.count()).isZero();
    assertThat(budget.used()).isZero();
  }

  @Test
  void issue_tokenOf256RandomBits() {
    var issued = new HashSet<String>();

    for (int i = 0; i < 1_000; i++) {
      issued.add(issue(UserId.random()));
    }

    assertThat(issued).hasSize(1_000).allMatch(token -> token.matches("rt_[A-Za-z0-9_-]{43}"))
        .allMatch(token -> Base64.getUrlDecoder().decode(token.substring(3)).length == 32);
  }

  @Test
  void issue_endTold_tokenNotShown() {
    var issued = tokens.issue(ana);

    assertThat(issued.end()).isEqualTo(clock.instant().plus(HARD));
    assertThat(issued.toString()).doesNotContain(issued.token());
  }

  @Test
  void find_issued_itsUser() {
    var first = issue(ana);
    var second = issue(bo);

    assertThat(found(first).user()).isEqualTo(ana);
    assertThat(found(second).user()).isEqualTo(bo);
    assertThat(found(first)).isSameAs(found(first)).isNotSameAs(found(second));
    assertThat(found(first).hasEnded()).isFalse();
  }

  @Test
  void find_anyOtherText_nobody() {
    var token = issue(ana);
    var others = new ArrayList<>(List.of("", "rt_", "x".repeat(token.length()), token + "=",
        token + " ", " " + token, token.substring(1), token.toUpperCase(), "rt_" + "é".repeat(43),
        "RT" + token.substring(2), "x".repeat(1_000_000)));
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      others.add(token.substring(0, i) + other + token.substring(i + 1));
    }

    assertThat(others).allMatch(other -> tokens.find(other) == null);
  }

  @Test
  void find_movesTheIdleEnd() {
    var token = issue(ana);

    for (int i = 0; i < 3; i++) {
      clock.advance(IDLE.minus(MILLI));
      assertThat(tokens.find(token)).isNotNull();
    }
    clock.advance(IDLE);

    assertThat(tokens.find(token)).isNull();
  }

  @Test
  void touch_isAUse() {
    var token = issue(ana);
    var session = found(token);

    clock.advance(IDLE.minus(MILLI));
    assertThat(tokens.touch(session)).isTrue();
    clock.advance(IDLE.minus(MILLI));
    assertThat(tokens.find(token)).isNotNull();
    clock.advance(IDLE);

    assertThat(tokens.touch(session)).isFalse();
    assertThat(tokens.find(token)).isNull();
  }

  @Test
  void find_usedAllTheTime_endsAtTheHardEnd() {
    var token = issue(ana);

    for (var spent = Duration.ZERO; spent.compareTo(HARD) < 0; spent = spent.plusHours(12)) {
      assertThat(tokens.find(token)).isNotNull();
      clock.advance(Duration.ofHours(12));
    }

    assertThat(tokens.find(token)).isNull();
  }

  @Test
  void find_aMilliBeforeTheHardEnd_stillIn() {
    var lives = new Tokens(budget, clock::millis, new Lifetimes(HARD.multipliedBy(2), HARD),
        ended::add);
    var token = lives.issue(ana).token();

    clock.advance(HARD.minus(MILLI));
    assertThat(lives.find(token)).isNotNull();
    clock.advance(MILLI);

    assertThat(lives.find(token)).isNull();
  }

  @Test
  void revoke_endsThatSessionAlone_once() {
    var first = issue(ana);
    var second = issue(ana);
    var session = found(first);

    tokens.revoke(session);
    tokens.revoke(session);

    assertThat(tokens.find(first)).isNull();
    assertThat(tokens.find(second)).isNotNull();
    assertThat(ended).containsExactly(session);
    assertThat(session.hasEnded()).isTrue();
    assertThat(budget.used()).isEqualTo(Tokens.SESSION_BYTES);
  }

  @Test
  void revokeAll_endsThoseOfThatUserAlone() {
    var his = issue(bo);
    var hers = List.of(issue(ana), issue(ana), issue(ana));

    tokens.revokeAll(ana);
    tokens.revokeAll(UserId.random());

    assertThat(hers).allMatch(token -> tokens.find(token) == null);
    assertThat(tokens.find(his)).isNotNull();
    assertThat(ended).hasSize(3).allMatch(session -> session.user().equals(ana));
    assertThat(tokens.count()).isEqualTo(1);
  }

  @Test
  void issue_oneTooManyForAUser_endsTheOldest() {
    var first = issue(ana);
    var oldest = found(first);
    var others = new ArrayList<String>();
    for (int i = 1; i < Tokens.MAX_SESSIONS_PER_USER; i++) {
      others.add(issue(ana));
    }
    var his = issue(bo);
    assertThat(ended).isEmpty();

    others.add(issue(ana));

    assertThat(ended).containsExactly(oldest);
    assertThat(tokens.find(first)).isNull();
    assertThat(others).allMatch(token -> tokens.find(token) != null);
    assertThat(tokens.find(his)).isNotNull();
  }

  @Test
  void sweep_nobodyLooks_memoryGivenBack() {
    for (int i = 0; i < 5_000; i++) {
      issue(i % 2 == 0 ? ana : UserId.random());
    }
    clock.advance(IDLE.plus(WHEEL));

    tokens.sweep();

    assertNothingLeft();
    assertThat(new HashSet<>(ended)).hasSize(5_000).hasSameSizeAs(ended);
  }

  @Test
  void sweep_used_stays() {
    var used = issue(ana);
    issue(bo);

    for (int hour = 0; hour < 72; hour++) {
      clock.advance(Duration.ofHours(1));
      tokens.sweep();
      assertThat(tokens.find(used)).isNotNull();
    }

    assertThat(ended).singleElement().extracting(Session::user).isEqualTo(bo);
  }

  @Test
  void issue_noRoom_refused() {
    var small = new RamBudget(Tokens.SESSION_BYTES * 2 - 1);
    var few = new Tokens(small, clock::millis, Lifetimes.DEFAULT, ended::add);
    var token = few.issue(ana).token();

    assertThatThrownBy(() -> few.issue(bo)).isInstanceOf(RamExhausted.class);

    assertThat(few.count()).isEqualTo(1);
    few.revoke(Objects.requireNonNull(few.find(token)));
    assertThat(few.issue(bo)).isNotNull();
  }

  @Test
  void close_endsAll_andWhatComesLater() {
    issue(ana);
    issue(bo);

    tokens.close();
    var late = issue(ana);

    assertThat(tokens.find(late)).isNull();
    assertThat(ended).hasSize(3).doesNotHaveDuplicates();
    assertNothingLeft();
  }

  @Test
  void end_listenerFails_othersAreTold() {
    var told = new ArrayList<Session>();
    var failing = new Tokens(budget, clock::millis, Lifetimes.DEFAULT, session -> {
      told.add(session);
      throw new IllegalStateException("on purpose");
    });
    failing.issue(ana);
    failing.issue(ana);

    try (var log = new LogLines(Tokens.class)) {
      failing.revokeAll(ana);

      assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("on purpose"));
    }
    assertThat(told).hasSize(2);
    assertThat(budget.used()).isZero();
  }

  @Test
  void end_toldWithNoLockHeld() {
    var holder = new Tokens[1];
    holder[0] = new Tokens(budget, clock::millis, Lifetimes.DEFAULT, session ->
        Eventually.get(CompletableFuture.runAsync(holder[0]::sweep)));
    holder[0].issue(ana);
    clock.advance(IDLE.plus(WHEEL));

    try (var log = new LogLines(Tokens.class)) {
      holder[0].sweep();

      assertThat(log.lines()).isEmpty();
    }
    assertThat(holder[0].count()).isZero();
  }

  @Test
  void race_ofAllCalls_eachSessionEndsOnce() throws Exception {
    var users = List.of(UserId.random(), UserId.random(), UserId.random());

    var issued = Race.run(8, thread -> {
      var random = ThreadLocalRandom.current();
      int logins = 0;
      for (int i = 0; i < 4_000; i++) {
        var user = users.get(random.nextInt(users.size()));
        var token = issue(user);
        logins++;
        var session = tokens.find(token);
        switch (random.nextInt(40)) {
          case 0 -> clock.advance(IDLE.dividedBy(2));
          case 1 -> tokens.revokeAll(user);
          case 2 -> tokens.sweep();
          default -> {
            if (session != null && random.nextBoolean()) {
              tokens.revoke(session);
            }
          }
        }
      }
      return logins;
    });

    assertThat(tokens.count()).isLessThanOrEqualTo(users.size() * Tokens.MAX_SESSIONS_PER_USER);
    assertThat(budget.used()).isEqualTo(tokens.count() * Tokens.SESSION_BYTES);
    users.forEach(tokens::revokeAll);
    assertNothingLeft();
    assertThat(ended).hasSize(issued.stream().mapToInt(logins -> logins).sum())
        .allMatch(Session::hasEnded);
    assertThat(new HashSet<>(ended)).hasSameSizeAs(ended);
  }

  @Test
  void lifetimes_outOfRange_refused() {
    assertThatThrownBy(() -> new Lifetimes(Duration.ZERO, HARD))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("--token-idle");
    assertThatThrownBy(() -> new Lifetimes(IDLE, Lifetimes.MAX.plusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("--token-life");
  }

  @Test
  void session_charged_measured() {
    var users = new UserId[20_000];
    for (int i = 0; i < users.length; i++) {
      users[i] = UserId.random();
    }

    HeapGrowth.assertCharged(budget, users.length, () -> {
      var store = new Tokens(budget, clock::millis, Lifetimes.DEFAULT, ended::add);
      return i -> store.issue(users[i]);
    });
  }
}
