package io.ramtalk.server;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often requests, lines and frames were refused, and why. There are as many reasons as codes
 * in this program, so nobody can make them grow.
 *
 * <p><b>Threads:</b> any number.
 */
final class Refusals {
  private final Map<String, LongAdder> byCode = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> byLimit = new ConcurrentHashMap<>();

  void count(Problems.Problem problem) {
    byCode.computeIfAbsent(problem.code(), code -> new LongAdder()).increment();
    if (problem.limit() != null) {
      byLimit.computeIfAbsent(problem.limit(), limit -> new LongAdder()).increment();
    }
  }

  /** Returns how often what was refused, by code. */
  SortedMap<String, Long> byCode() {
    return sums(byCode);
  }

  /** Returns how often which rate was exceeded, by the word of the limit. */
  SortedMap<String, Long> byLimit() {
    return sums(byLimit);
  }

  private static SortedMap<String, Long> sums(Map<String, LongAdder> adders) {
    var sums = new TreeMap<String, Long>();
    adders.forEach((name, adder) -> sums.put(name, adder.sum()));
    return sums;
  }
}
