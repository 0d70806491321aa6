package io.ramtalk.benchmarks;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What threads were seen doing: stacks, each of its frames as class and method, the top first. */
final class Samples {
  private static final String OURS = "io.ramtalk.";
  private static final String LAMBDA = "$$Lambda";

  private final Map<Layer, Integer> byLayer = new EnumMap<>(Layer.class);
  private final Map<String, Integer> byTop = new HashMap<>();
  private final Map<String, Integer> byOwn = new HashMap<>();
  private final Map<String, Integer> inNative = new HashMap<>();
  private int count;

  /** Counts a stack that ran Java. */
  void addJava(List<String> frames) {
    count++;
    byLayer.merge(Layer.of(frames), 1, Integer::sum);
    byTop.merge(top(frames), 1, Integer::sum);
    for (var frame : new HashSet<>(frames)) {
      if (frame.startsWith(OURS) && !frame.contains(LAMBDA)) {
        byOwn.merge(frame, 1, Integer::sum);
      }
    }
  }

  /** Counts a stack that was in a native method. */
  void addNative(List<String> frames) {
    inNative.merge(frames.get(0), 1, Integer::sum);
  }

  /** A row of a table: what, how many of the samples, and which part of them. */
  record Row(String what, int samples, double part) {}

  int count() {
    return count;
  }

  /** Returns the part of the samples of Java that one layer has, 0 to 1. */
  double part(Layer layer) {
    return (double) byLayer.getOrDefault(layer, 0) / Math.max(1, count);
  }

  /** Returns the methods that most often ran themselves, those of the JDK by their caller. */
  List<Row> hottest(int most) {
    return top(byTop, most, count);
  }

  /** Returns our methods that most often ran, or waited for what they had called. */
  List<Row> ownHottest(int most) {
    return top(byOwn, most, count);
  }

  /** Returns the native methods that threads were in, those that wait among them. */
  List<Row> natives(int most) {
    return top(inNative, most,
        inNative.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** Returns the method that ran, and for one of the JDK who called for it. */
  private static String top(List<String> frames) {
    var caller = frames.stream().filter(frame -> !Layer.isJdk(frame)).findFirst();
    return frames.get(0) + caller.filter(frame -> Layer.isJdk(frames.get(0)))
        .map(frame -> " < " + frame).orElse("");
  }

  private static List<Row> top(Map<String, Integer> counts, int most, int all) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(entry -> new Row(entry.getKey(), entry.getValue(), (double) entry.getValue() / all))
        .toList();
  }
}
