package io.ramtalk.benchmarks;

import java.util.stream.DoubleStream;

/** The median, minimum and maximum of some values. */
public record Spread(double median, double min, double max) {
  public static Spread of(DoubleStream values) {
    var sorted = values.sorted().toArray();
    int last = sorted.length - 1;
    return new Spread((sorted[last / 2] + sorted[sorted.length / 2]) / 2, sorted[0], sorted[last]);
  }
}
