package io.ramtalk.server.internal.access;

import static io.ramtalk.server.internal.access.OneTimeCodes.Guess.RIGHT;
import static io.ramtalk.server.internal.access.OneTimeCodes.Guess.VOID;
import static io.ramtalk.server.internal.access.OneTimeCodes.Guess.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Mobile;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.HeapGrowth;
import io.ramtalk.server.Race;
import io.ramtalk.server.internal.wire.ProblemException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The validity, attempts and limits of one-time codes. */
final class OneTimeCodesTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  /* The wheel that removes expired codes turns once a second. */
  private static final Duration WHEEL = Duration.ofSeconds(3);

  private static final ClientAddress.Network HERE = network(0);

  private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
  private final RamBudget budget = new RamBudget(1 << 30);
  private final OneTimeCodes codes = new OneTimeCodes(budget, clock::millis);
  private final Mobile ana = Mobile.parse("01711111111");
  private final Mobile bo = Mobile.parse("+8801722222222");

  private void assertNothingLeft() {
    assertThat(codes.count()).isZero();
    assertThat(budget.used()).isZero();
  }

  /** Returns a wrong code that differs for each number from 1. */
  private static String other(String code, int number) {
    return String.format("%06d", (Integer.parseInt(code) + number) % 1_000_000);
  }

  private void guessWrong(String code, int times) {
    for (int i = 1; i <= times; i++) {
      assertThat(codes.redeem(ana, other(code, i))).isNotEqualTo(RIGHT);
    }
  }

  @Test
  void redeem_right_onceOnly() {
    var code = codes.create(ana, HERE);

    assertThat(codes.redeem(ana, code)).isEqualTo(RIGHT);

    assertThat(codes.redeem(ana, code)).isNotEqualTo(RIGHT);
    assertNothingLeft();
  }

  @Test
  void redeem_anotherFormOfTheNumber_taken() {
    var code = codes.create(ana, HERE);

    assertThat(codes.redeem(Mobile.parse("017-11 11 11 11"), code)).isEqualTo(RIGHT);
  }

  @Test
  void redeem_codeOfAnotherNumber_refused() {
    var his = codes.create(bo, HERE);
    codes.create(ana, HERE);

    assertThat(codes.redeem(ana, his)).isNotEqualTo(RIGHT);
    assertThat(codes.redeem(bo, his)).isEqualTo(RIGHT);
  }

  @Test
  void redeem_neverSent_refused() {
    for (int i = 0; i < 20; i++) {
      assertThat(codes.redeem(ana, "000000")).isNotEqualTo(RIGHT);
    }
    assertThat(codes.guesses()).isZero();
  }

  @Test
  void redeem_noCodeAtAll_refusedWithoutAnAttempt() {
    var code = codes.create(ana, HERE);

    for (var text : new String[] {"", "12345", code + "0", " " + code, "1".repeat(1_000_000)}) {
      assertThat(codes.redeem(ana, text)).isNotEqualTo(RIGHT);
    }

    assertThat(codes.guesses()).isZero();
    assertThat(codes.redeem(ana, code)).isEqualTo(RIGHT);
  }

  @Test
  void redeem_afterFourWrong_taken() {
    var code = codes.create(ana, HERE);

    guessWrong(code, 4);

    assertThat(codes.redeem(ana, code)).isEqualTo(RIGHT);
  }

  @Test
  void redeem_afterFiveWrong_refused() {
    var code = codes.create(ana, HERE);

    guessWrong(code, 5);

    assertThat(codes.redeem(ana, code)).isNotEqualTo(RIGHT);
    assertThat(codes.guesses()).isEqualTo(5);
  }

  @Test
  void create_again_replacesTheEarlier() {
    var first = codes.create(ana, HERE);
    guessWrong(first, 5);
    var second = codes.create(ana, HERE);

    assertThat(codes.count()).isEqualTo(1);
    assertThat(budget.used()).isEqualTo(OneTimeCodes.CODE_BYTES);
    assertThat(codes.redeem(ana, first) == RIGHT).isEqualTo(first.equals(second));
    assertThat(codes.redeem(ana, second) == RIGHT).isEqualTo(!first.equals(second));
  }

  @Test
  void redeem_expiry_exact() {
    var hers = codes.create(ana, HERE);
    var his = codes.create(bo, HERE);

    clock.advance(OneTimeCodes.LIFE.minus(MILLI));
    assertThat(codes.redeem(ana, hers)).isEqualTo(RIGHT);
    clock.advance(MILLI);

    assertThat(codes.redeem(bo, his)).isNotEqualTo(RIGHT);
  }

  @Test
  void redeem_replacedAtOnce_fiveMinutesFromTheLast() {
    codes.create(ana, HERE);
    clock.advance(Duration.ofMillis(500));
    var code = codes.create(ana, HERE);

    clock.advance(OneTimeCodes.LIFE.minus(MILLI));

    assertThat(codes.redeem(ana, code)).isEqualTo(RIGHT);
  }

  @Test
  void redeem_guessed_notProlonged() {
    var code = codes.create(ana, HERE);

    clock.advance(OneTimeCodes.LIFE.minus(MILLI));
    guessWrong(code, 1);
    clock.advance(MILLI);

    assertThat(codes.redeem(ana, code)).isNotEqualTo(RIGHT);
  }

  @Test
  void sweep_nobodyLooks_memoryGivenBack() {
    for (int i = 0; i < 5_000; i++) {
      codes.create(mobile(i), network(i));
    }
    clock.advance(OneTimeCodes.LIFE.plus(WHEEL));

    codes.sweep();

    assertNothingLeft();
  }

  @Test
  void create_full_refusedWithoutPushingOut() {
    var first = codes.create(mobile(0), network(0));
    for (int i = 1; i < OneTimeCodes.MAX_PENDING; i++) {
      codes.create(mobile(i), network(i));
    }
    assertThat(codes.count()).isEqualTo(OneTimeCodes.MAX_PENDING);
    long used = budget.used();

    assertThatThrownBy(() -> codes.create(ana, HERE)).isInstanceOfSatisfying(ProblemException.class,
        refusal -> {
          assertThat(refusal.status()).isEqualTo(503);
          assertThat(refusal.code()).isEqualTo("busy");
        });

    assertThat(budget.used()).isEqualTo(used);
    assertThat(codes.redeem(mobile(0), first)).isEqualTo(RIGHT);
    assertThat(codes.redeem(ana, codes.create(ana, HERE))).isEqualTo(RIGHT);
  }

  @Test
  void create_oneNetworkFull_othersGoOn() {
    for (int i = 0; i < OneTimeCodes.MAX_PENDING_PER_NETWORK; i++) {
      codes.create(mobile(i), HERE);
    }
    long used = budget.used();

    assertThatThrownBy(() -> codes.create(ana, HERE)).isInstanceOfSatisfying(ProblemException.class,
        refusal -> assertThat(refusal.code()).isEqualTo("busy"));

    assertThat(budget.used()).isEqualTo(used);
    var code = codes.create(bo, network(1));
    assertThat(codes.redeem(bo, code)).isEqualTo(RIGHT);
    clock.advance(OneTimeCodes.LIFE.plus(WHEEL));
    codes.sweep();
    codes.create(ana, HERE);
  }

  @Test
  void redeem_outcomes_tellWhetherAnAttemptWasUsed() {
    assertThat(codes.redeem(ana, "000000")).isEqualTo(VOID);
    var code = codes.create(ana, HERE);
    assertThat(codes.redeem(ana, "12345")).isEqualTo(VOID);

    for (int i = 1; i <= OneTimeCodes.ATTEMPTS; i++) {
      assertThat(codes.redeem(ana, other(code, i))).isEqualTo(WRONG);
    }

    assertThat(codes.redeem(ana, code)).isEqualTo(VOID);
  }

  @Test
  void create_noRoom_refused() {
    var full = new OneTimeCodes(new RamBudget(OneTimeCodes.CODE_BYTES - 1), clock::millis);

    assertThatThrownBy(() -> full.create(ana, HERE)).isInstanceOf(RamExhausted.class);

    assertThat(full.count()).isZero();
  }

  @Test
  void close_forgetsAll_andWhatComesLater() {
    var before = codes.create(ana, HERE);

    codes.close();
    var after = codes.create(bo, HERE);

    assertThat(codes.redeem(ana, before)).isNotEqualTo(RIGHT);
    assertThat(codes.redeem(bo, after)).isNotEqualTo(RIGHT);
    assertNothingLeft();
  }

  @Test
  void redeem_200RacingWrongGuesses_fiveLookedAt() throws Exception {
    for (int round = 1; round <= 50; round++) {
      var code = codes.create(ana, HERE);

      var responses = Race.run(20, thread -> {
        boolean let = false;
        for (int i = 1; i <= 10; i++) {
          let |= codes.redeem(ana, other(code, 10 * thread + i)) == RIGHT;
        }
        return let;
      });

      assertThat(responses).containsOnly(false);
      assertThat(codes.guesses()).isEqualTo(5L * round);
      assertThat(codes.redeem(ana, code)).isNotEqualTo(RIGHT);
    }
  }

  @Test
  void redeem_racingRightGuesses_oneWins() throws Exception {
    for (int round = 0; round < 500; round++) {
      var code = codes.create(ana, HERE);

      var responses = Race.run(4, thread -> codes.redeem(ana, code) == RIGHT);

      assertThat(responses).containsOnlyOnce(true);
    }
    assertNothingLeft();
  }

  @Test
  void redeem_rightGuessAmongFourRacingWrongOnes_wins() throws Exception {
    for (int round = 0; round < 500; round++) {
      var code = codes.create(ana, HERE);

      var responses = Race.run(5, thread -> codes.redeem(ana, other(code, thread)) == RIGHT);

      assertThat(responses).containsExactly(true, false, false, false, false);
    }
    assertNothingLeft();
  }

  @Test
  void race_ofAllCalls_countsExact() throws Exception {
    Race.run(8, thread -> {
      for (int i = 0; i < 5_000; i++) {
        var mobile = mobile(i % 7);
        var code = codes.create(mobile, HERE);
        codes.redeem(mobile, i % 3 == 0 ? code : "000000");
        if (i % 50 == 0) {
          clock.advance(OneTimeCodes.LIFE.dividedBy(2));
          codes.sweep();
        }
      }
      return thread;
    });

    assertThat(codes.count()).isLessThanOrEqualTo(7);
    assertThat(budget.used()).isEqualTo(codes.count() * OneTimeCodes.CODE_BYTES);
    clock.advance(OneTimeCodes.LIFE.plus(WHEEL));
    codes.sweep();
    assertNothingLeft();
  }

  /* Chi-square of a thousand classes (999 degrees of freedom): chance alone exceeds 1,105.9 in
   * one of 100 tries (p = 0.01). Unbiased codes fail all eight tries once in 10^13; biased codes
   * always fail. */
  @Test
  void draw_aMillionCodes_uniform() {
    var random = new SecureRandom();

    assertThat(IntStream.range(0, 8)).anyMatch(attempt -> {
      var first = new int[1_000];
      var last = new int[1_000];
      for (int i = 0; i < 1_000_000; i++) {
        int code = Integer.parseInt(OneTimeCodes.draw(random));
        first[code / 1_000]++;
        last[code % 1_000]++;
      }
      return chiSquare(first) < 1_105.9 && chiSquare(last) < 1_105.9;
    });
  }

  @Test
  void chiSquare_biasOfAPercent_seen() {
    var counts = new int[1_000];
    for (int i = 0; i < 1_000; i++) {
      counts[i] = i < 500 ? 1_011 : 989;
    }

    assertThat(chiSquare(counts)).isEqualTo(121);
    counts[0] = 2_000;
    assertThat(chiSquare(counts)).isGreaterThan(1_105.9);
  }

  @Test
  void draw_sixDigits_leadingZerosKept() {
    var random = new SecureRandom();

    var drawn = IntStream.range(0, 10_000).mapToObj(i -> OneTimeCodes.draw(random)).toList();

    assertThat(drawn).allMatch(code -> code.matches("[0-9]{6}"))
        .anyMatch(code -> code.startsWith("0")).anyMatch(code -> code.startsWith("9"));
  }

  @Test
  void code_charged_measured() {
    HeapGrowth.assertCharged(budget, 20_000, () -> {
      var store = new OneTimeCodes(budget, clock::millis);
      return i -> store.create(mobile(i), network(i));
    });
  }

  private static double chiSquare(int[] counts) {
    double expected = IntStream.of(counts).sum() / (double) counts.length;
    return IntStream.of(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
  }

  /** Returns a network that differs for each number. */
  private static ClientAddress.Network network(int number) {
    return new ClientAddress.Network(false, number);
  }

  private static Mobile mobile(int number) {
    return Mobile.parse("018" + (10_000_000 + number));
  }
}
