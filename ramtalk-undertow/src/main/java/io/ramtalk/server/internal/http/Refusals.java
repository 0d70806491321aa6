package io.ramtalk.server.internal.http;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counts of rejected requests, lines and frames by reason. The codes are fixed in the program,
 * so clients cannot make the map grow.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Refusals {
  private final Map<String, LongAdder> byCode = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> byLimit = new ConcurrentHashMap<>();

  void count(Problems.Problem problem) {
    byCode.computeIfAbsent(problem.code(), code -> new LongAdder()).increment();
    if (problem.limit() != null) {
      byLimit.computeIfAbsent(problem.limit(), limit -> new LongAdder()).increment();
    }
  }

  /** Returns the number of rejections for each code. */
  public SortedMap<String, Long> byCode() {
    return sums(byCode);
  }

  /** Returns the number of rejections for each rate limit, by its name. */
  public SortedMap<String, Long> byLimit() {
    return sums(byLimit);
  }

  private static SortedMap<String, Long> sums(Map<String, LongAdder> adders) {
    var sums = new TreeMap<String, Long>();
    adders.forEach((name, adder) -> sums.put(name, adder.sum()));
    return sums;
  }
}
