package io.ramtalk;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How hard Lincheck looks for an order of calls that no single thread could explain: for seconds
 * in the ordinary lane, for minutes in the long one, which sets {@code -Dramtalk.lincheck=full}.
 */
final class Lincheck {
  private static final boolean FULL = "full".equals(System.getProperty("ramtalk.lincheck"));

  private Lincheck() {}

  /** Tries the interleavings of a few threads one by one. */
  static void modelCheck(Class<?> operations) {
    new ModelCheckingOptions()
        .iterations(FULL ? 30 : 2)
        .invocationsPerIteration(FULL ? 500 : 10)
        .threads(2).actorsPerThread(FULL ? 3 : 2).actorsBefore(1).actorsAfter(1)
        .check(operations);
  }

  /** Lets a few threads run against each other. */
  static void stress(Class<?> operations) {
    new StressOptions()
        .iterations(FULL ? 100 : 5)
        .invocationsPerIteration(FULL ? 10_000 : 100)
        .threads(3).actorsPerThread(3).actorsBefore(2).actorsAfter(2)
        .check(operations);
  }
}
