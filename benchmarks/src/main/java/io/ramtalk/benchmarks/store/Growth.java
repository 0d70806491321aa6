package io.ramtalk.benchmarks.store;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.benchmarks.Goal;
import io.ramtalk.benchmarks.Heap;
import io.ramtalk.benchmarks.Person;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * A report on the growth of one messenger, up to ten million users in a heap of 1.5 GB. For each
 * power of ten it prints the time per sign-up, the bytes per user, and the garbage-collection
 * pauses meanwhile.
 *
 * <p>The time per sign-up is processor time of the single thread that signs up, including the
 * creation of the strings. Collections are not included; they have their own columns.
 */
public final class Growth {
  private static final int MOST_USERS = 10_000_000;
  private static final int WARM_UP_USERS = 200_000;
  private static final long BUDGET_BYTES = 1_300L << 20;
  private static final List<GarbageCollectorMXBean> COLLECTORS =
      ManagementFactory.getGarbageCollectorMXBeans();

  private Growth() {}

  /**
   * Measures and prints the report.
   *
   * @param args the maximum number of users, a power of ten; default ten million
   */
  public static void main(String... args) {
    int most = args.length == 0 ? MOST_USERS : Integer.parseInt(args[0]);
    try (var talk = messenger()) {
      signUp(talk, 0, WARM_UP_USERS);
    }
    print(most, System.out);
  }

  /** Grows a messenger to a number of users. Prints a row for each power of ten from 1,000. */
  static void print(int most, PrintStream out) {
    out.println(Row.HEAD);
    long empty = Heap.collect();
    try (var talk = messenger()) {
      int there = 0;
      for (int users = 1_000; users <= most; users *= 10) {
        long pausesBefore = pauses();
        long pausedBefore = pausedMillis();
        long nanos = signUp(talk, there, users);
        var row = new Row(users, (double) nanos / (users - there),
            pauses() - pausesBefore, pausedMillis() - pausedBefore,
            (double) (Heap.collect() - empty) / users);
        out.println(row);
        if (users == MOST_USERS) {
          out.println();
          out.println(Goal.atMost(
              112, "bytes of each of 10,000,000 users in 1.5 GB", row.bytes()));
        }
        there = users;
      }
    }
  }

  private static RamTalk messenger() {
    return RamTalk.builder().users(MOST_USERS).budgetBytes(BUDGET_BYTES).build();
  }

  /** Signs up the persons from one index to another. Returns the processor time. */
  private static long signUp(RamTalk talk, int from, int to) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = from; i < to; i++) {
      var person = Person.at(i);
      talk.signUp(new Profile(person.mobile(), person.name(), null));
    }
    return threads.getCurrentThreadCpuTime() - before;
  }

  private static long pauses() {
    return COLLECTORS.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  private static long pausedMillis() {
    return COLLECTORS.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
  }

  /** The cost of growing to a number of users. */
  private record Row(
      int users, double nanos, long pauses, long pausedMillis, double bytes) {
    static final String HEAD = String.format(Locale.ROOT, "%12s %12s %14s %8s %14s",
        "users", "ns/sign-up", "bytes/user", "pauses", "ms each");

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%,12d %,12.0f %,14.1f %,8d %,14.1f",
          users, nanos, bytes, pauses, pauses == 0 ? 0 : (double) pausedMillis / pauses);
    }
  }
}
