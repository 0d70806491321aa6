package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Mobile;
import io.ramtalk.RamBudget;
import io.ramtalk.server.internal.access.ClientAddress;
import io.ramtalk.server.internal.access.OneTimeCodes;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The time that a guess takes does not reveal whether a number has a pending code, by Welch's t of
 * two interleaved samples. {@code -Dramtalk.timing.samples=100000} sets the size of each sample.
 *
 * <p>The test asserts no durations, because a busy machine slows both samples. It asserts that the
 * two samples are alike in most runs, since a difference in the code would show in every run. A
 * second test shows that the measurement detects a difference.
 */
final class RedeemTimeTest {
  private static final int SAMPLES =
      Math.min(OneTimeCodes.MAX_PENDING, Integer.getInteger("ramtalk.timing.samples", 2_000));
  private static final double BOUND = 4.5;
  private static final int RUNS = 5;

  /* The slowest tenth reflects garbage collections and other processes rather than the code. */
  private static final double KEPT = 0.9;

  private final Random random = new Random(20_261_124);

  /** The text of a guess, for a number with or without a pending code. */
  private interface Guess {
    String text(boolean known);
  }

  @Test
  @Tag("scaled")
  void redeem_numberWithAndWithoutCode_alike() {
    var measured = IntStream.range(0, RUNS).mapToObj(run -> welch(known -> "000000")).toList();

    var sizes = measured.stream().map(Math::abs).sorted().toList();
    assertThat(sizes.get(RUNS / 2)).as("median of %s", measured).isLessThan(BOUND);
  }

  @Test
  @Tag("long")
  void redeem_workLeftOut_seen() {
    assertThat(Math.abs(welch(known -> known ? "000000" : "00000"))).isGreaterThan(BOUND);
  }

  private double welch(Guess guess) {
    var codes = new OneTimeCodes(new RamBudget(Long.MAX_VALUE), () -> 0);
    for (int i = 0; i < SAMPLES; i++) {
      codes.create(mobile(true, i), new ClientAddress.Network(true, i));
    }
    var order = shuffled();
    var nanos = new long[2][SAMPLES];
    var next = new int[2];
    for (int kind : order) {
      int index = next[kind]++;
      var mobile = mobile(kind == 1, index);
      var text = guess.text(kind == 1);
      long began = System.nanoTime();
      codes.redeem(mobile, text);
      nanos[kind][index] = System.nanoTime() - began;
    }
    return welch(nanos[0], nanos[1]);
  }

  /** Returns {@link #SAMPLES} zeros and as many ones in random order. */
  private int[] shuffled() {
    var order = IntStream.range(0, 2 * SAMPLES).map(i -> i % 2).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kind = order[i];
      order[i] = order[other];
      order[other] = kind;
    }
    return order;
  }

  private static double welch(long[] a, long[] b) {
    var all = LongStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().toArray();
    long limit = all[(int) (KEPT * all.length)];
    var keptA = Arrays.stream(a).filter(nanos -> nanos <= limit).toArray();
    var keptB = Arrays.stream(b).filter(nanos -> nanos <= limit).toArray();
    return (mean(keptA) - mean(keptB)) / Math.sqrt(
        variance(keptA) / keptA.length + variance(keptB) / keptB.length);
  }

  private static double mean(long[] nanos) {
    return Arrays.stream(nanos).average().orElseThrow();
  }

  private static double variance(long[] nanos) {
    double mean = mean(nanos);
    return Arrays.stream(nanos).mapToDouble(each -> (each - mean) * (each - mean)).sum()
        / (nanos.length - 1);
  }

  private static Mobile mobile(boolean known, int number) {
    return Mobile.parse((known ? "018" : "019") + (10_000_000 + number));
  }
}
