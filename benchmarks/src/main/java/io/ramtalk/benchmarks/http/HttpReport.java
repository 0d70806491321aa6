package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.Goal;
import io.ramtalk.benchmarks.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The rounds of all contenders, for comparison. */
final class HttpReport {
  private static final String RAMTALK = HttpContender.RAMTALK;
  private static final String SPEED = "%-18s %9s %9s %9s  %7s %7s  %7s %7s %7s %7s";
  private static final String COST = "%-18s %9s %9s %9s  %12s %12s %9s %9s %9s";

  private final HttpWork work;
  private final Map<String, List<HttpRound>> rounds = new LinkedHashMap<>();

  HttpReport(HttpWork work, List<String> names) {
    this.work = work;
    names.forEach(name -> rounds.put(name, new ArrayList<>()));
  }

  void add(String name, HttpRound round) {
    of(name).add(round);
  }

  /** Returns a line with the speed of each contender in the latest round. */
  String latest() {
    var line = new StringBuilder();
    rounds.forEach((name, all) -> line.append(String.format(Locale.ROOT, "  %s %,.0f",
        name, all.get(all.size() - 1).perSecond())));
    return line.toString();
  }

  /** Returns whether every round did some work without rejections and failures. */
  boolean isClean() {
    return rounds.values().stream().flatMap(List::stream).map(HttpRound::responses)
        .allMatch(HttpRound.Responses::isClean);
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(head("%-18s %-29s  %-15s  %s", "", work.unit(), "milliseconds",
        "times " + HttpContender.BARE));
    lines.add(head(SPEED, "", "median", "min", "max", "p50", "p99",
        "medians", "median", "min", "max"));
    rounds.keySet().forEach(name -> lines.add(speed(name)));
    lines.add("");
    lines.add(head("%-18s %-29s  %s", "", "server", "responses of all rounds"));
    lines.add(head(COST, "", "cpu us", "busy %", "bytes",
        "sent", "received", "empty", "refused", "failed"));
    rounds.keySet().forEach(name -> lines.add(cost(name)));
    return lines;
  }

  private String speed(String name) {
    var perSecond = spread(name, HttpRound::perSecond);
    var ratios = ratios(name, HttpContender.BARE);
    return String.format(Locale.ROOT,
        "%-18s %,9.0f %,9.0f %,9.0f  %7.2f %7.2f  %7.3f %7.3f %7.3f %7.3f",
        name, perSecond.median(), perSecond.min(), perSecond.max(),
        spread(name, HttpRound::p50Millis).median(), spread(name, HttpRound::p99Millis).median(),
        perSecond.median() / spread(HttpContender.BARE, HttpRound::perSecond).median(),
        ratios.median(), ratios.min(), ratios.max());
  }

  private String cost(String name) {
    var responses = responses(name);
    return String.format(Locale.ROOT,
        "%-18s %9.2f %9.0f %9.0f  %,12d %,12d %,9d %,9d %,9d",
        name, spread(name, HttpRound::cpuMicros).median(),
        100 * spread(name, HttpRound::busy).median(), spread(name, HttpRound::bytes).median(),
        responses.sent(), responses.received(), responses.empty(), responses.refused(),
        responses.socketErrors());
  }

  /** Returns the goals of RAMTalk, relative to the other contenders. */
  List<Goal> goals() {
    if (!rounds.containsKey(RAMTALK)) {
      return List.of();
    }
    return switch (work) {
      case MESSAGES -> messageGoals();
      case USERS1000 -> List.of(Goal.atLeast(5_000, "lists/s of 1,000 users",
          spread(RAMTALK, HttpRound::perSecond).median()));
      case BULK -> List.of(Goal.atLeast(500_000, "messages/s for each processor",
          1e6 / spread(RAMTALK, HttpRound::cpuMicros).median()));
    };
  }

  private List<Goal> messageGoals() {
    var goals = new ArrayList<Goal>();
    if (rounds.containsKey(HttpContender.BARE)) {
      addGoals(goals, HttpContender.BARE, 0.97, 1);
    }
    if (rounds.containsKey("nchan")) {
      addGoals(goals, "nchan", 1, 1.3);
    }
    return goals;
  }

  private void addGoals(List<Goal> goals, String other, double leastSpeed, double mostWait) {
    goals.add(Goal.atLeast(
        leastSpeed, "requests/s, times " + other, ratios(RAMTALK, other).median()));
    goals.add(Goal.atMost(mostWait, "p99, times that of " + other,
        spread(RAMTALK, HttpRound::p99Millis).median()
            / spread(other, HttpRound::p99Millis).median()));
  }

  /** Compares each round with the same round of another server. */
  private Spread ratios(String name, String other) {
    var others = of(other);
    var own = of(name);
    return Spread.of(IntStream.range(0, own.size())
        .mapToDouble(i -> own.get(i).perSecond() / others.get(i).perSecond()));
  }

  private Spread spread(String name, ToDoubleFunction<HttpRound> figure) {
    return Spread.of(of(name).stream().mapToDouble(figure));
  }

  private List<HttpRound> of(String name) {
    return Objects.requireNonNull(rounds.get(name), name);
  }

  private HttpRound.Responses responses(String name) {
    return of(name).stream().map(HttpRound::responses)
        .reduce(HttpRound.Responses.NONE, HttpRound.Responses::plus);
  }

  private static String head(String format, Object... columns) {
    return String.format(Locale.ROOT, format, columns).stripTrailing();
  }
}
