package io.ramtalk.benchmarks.http;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Sampled stacks of threads. Frames are class and method names, the top frame first. */
final class Samples {
  private static final String OURS = "io.ramtalk.";
  private static final String LAMBDA = "$$Lambda";

  private final Map<Layer, Integer> byLayer = new EnumMap<>(Layer.class);
  private final Map<String, Integer> byTop = new HashMap<>();
  private final Map<String, Integer> byOwn = new HashMap<>();
  private final Map<String, Integer> inNative = new HashMap<>();
  private int count;

  /** Counts a stack that was running Java code. */
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

  /** A row of a table: a method, its number of samples, and their fraction. */
  record Row(String what, int samples, double part) {}

  int count() {
    return count;
  }

  /** Returns the fraction of Java samples that belong to a layer, 0 to 1. */
  double part(Layer layer) {
    return (double) byLayer.getOrDefault(layer, 0) / Math.max(1, count);
  }

  /** Returns the methods most often on top, with the caller of each JDK method. */
  List<Row> hottest(int most) {
    return top(byTop, most, count);
  }

  /** Returns RAMTalk's methods most often on a stack, on top or below. */
  List<Row> ownHottest(int most) {
    return top(byOwn, most, count);
  }

  /** Returns the most frequent native methods, including blocking ones. */
  List<Row> natives(int most) {
    return top(inNative, most,
        inNative.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** Returns the top method, followed by its caller if it belongs to the JDK. */
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
