package io.ramtalk.cli.internal.print;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The latest {@value #MAX_SAMPLES} samples of a server's statistics.
 *
 * <p><b>Threads:</b> one.
 */
public final class StatsHistory {
  static final int MAX_SAMPLES = 61;

  private final Deque<Stats> samples = new ArrayDeque<>();

  /** Adds a sample. After a restart of the server, earlier samples are dropped. */
  public void add(Stats stats) {
    var last = samples.peekLast();
    if (last != null && !last.text("epoch").equals(stats.text("epoch"))) {
      samples.clear();
    }
    if (samples.size() == MAX_SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(stats);
  }

  /** Returns the latest sample. */
  Stats latest() {
    return samples.getLast();
  }

  /** Returns the growth of a total per second, for each pair of successive samples. */
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
