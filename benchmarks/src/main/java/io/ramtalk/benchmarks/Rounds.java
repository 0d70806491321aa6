package io.ramtalk.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A measured value of several contenders that take turns, round after round. */
public final class Rounds {
  private final String unit;
  private final String against;
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /**
   * Creates rounds without values.
   *
   * @param unit the unit of the values
   * @param against the contender that the others are compared with
   */
  public Rounds(String unit, String against) {
    this.unit = unit;
    this.against = against;
  }

  public void add(String name, double value) {
    values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  public Spread of(String name) {
    return Spread.of(all(name).stream().mapToDouble(Double::doubleValue));
  }

  /** Compares each round with the same round of another contender. */
  public Spread ratios(String name, String other) {
    var own = all(name);
    var others = all(other);
    return Spread.of(IntStream.range(0, own.size()).mapToDouble(i -> own.get(i) / others.get(i)));
  }

  public void print(PrintStream out) {
    out.printf("%-26s %-29s  times %s%n", "", unit, against);
    out.printf("%-26s %9s %9s %9s  %7s %7s %7s%n",
        "", "median", "min", "max", "median", "min", "max");
    values.keySet().forEach(name -> {
      var all = of(name);
      var ratios = ratios(name, against);
      out.printf(Locale.ROOT, "%-26s %,9.1f %,9.1f %,9.1f  %7.2f %7.2f %7.2f%n", name,
          all.median(), all.min(), all.max(), ratios.median(), ratios.min(), ratios.max());
    });
    out.println();
  }

  private List<Double> all(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
