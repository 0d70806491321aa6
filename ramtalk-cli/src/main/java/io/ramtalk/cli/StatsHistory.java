package io.ramtalk.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The latest of what a server said of itself, up to {@value #MAX_SAMPLES} moments.
 *
 * <p><b>Threads:</b> one.
 */
final class StatsHistory {
  static final int MAX_SAMPLES = 61;

  private final Deque<Stats> samples = new ArrayDeque<>();

  /** Adds a moment. After a restart of the server, what was before is no longer compared with. */
  void add(Stats stats) {
    var last = samples.peekLast();
    if (last != null && !last.text("epoch").equals(stats.text("epoch"))) {
      samples.clear();
    }
    if (samples.size() == MAX_SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(stats);
  }

  /** Returns the latest moment. */
  Stats latest() {
    return samples.getLast();
  }

  /** Returns by how much a total grew in a second, between each two moments, oldest first. */
  List<Double> rates(ToDoubleFunction<Stats> total) {
    var rates = new ArrayList<Double>();
    Stats before = null;
    for (var sample : samples) {
      if (before != null) {
        double seconds = sample.number("uptime_seconds") - before.number("uptime_seconds");
        double growth = total.applyAsDouble(sample) - total.applyAsDouble(before);
        rates.add(seconds > 0 ? Math.max(0, growth / seconds) : 0);
      }
      before = sample;
    }
    return rates;
  }
}
