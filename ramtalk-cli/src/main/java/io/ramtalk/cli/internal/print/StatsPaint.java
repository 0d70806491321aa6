package io.ramtalk.cli.internal.print;

import io.ramtalk.cli.internal.client.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A formatter of server statistics: a report, and a dashboard for 24 rows of 80 columns. The rows
 * contain no control characters.
 */
public final class StatsPaint {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII_BLOCKS = "_.-=+*#@";
  private static final List<String> TOTALS = List.of(
      "sent", "delivered", "acknowledged", "redelivered", "expired", "dropped", "deleted");
  private static final int LABEL_COLUMNS = 13;
  private static final int RATE_COLUMNS = 11;
  private static final int TOTAL_COLUMNS = 15;
  private static final int MIN_BAR_COLUMNS = 10;
  private static final int AFTER_BAR_COLUMNS = 34;

  private final boolean symbols;
  private final int columns;

  /** Formats rows of limited width, with block characters or ASCII only. */
  public StatsPaint(boolean symbols, int columns) {
    this.symbols = symbols;
    this.columns = columns;
  }

  /** Returns the dashboard. */
  List<String> dashboard(String server, StatsHistory history) {
    var stats = history.latest();
    var rows = new ArrayList<String>();
    rows.add(title(server, stats));
    rows.add("");
    rows.add(bar("Memory", stats.number("bytes.used"), stats.number("bytes.budget")));
    rows.addAll(kinds(stats));
    rows.add(bar("Heap", stats.number("heap.used"), stats.number("heap.max")));
    rows.add("");
    rows.addAll(gauges(stats));
    rows.add("");
    rows.add(row("", "per second", "total", " last minute"));
    for (var total : TOTALS) {
      rows.add(flow(history, total));
    }
    rows.add(flow(history, "refused"));
    rows.addAll(refusals(stats));
    return rows.stream().map(this::cut).toList();
  }

  /** Returns a report of one sample, which has no rates. */
  public List<String> report(String server, Stats stats) {
    var rows = new ArrayList<String>();
    rows.add(title(server, stats).strip());
    rows.add(bar("Memory", stats.number("bytes.used"), stats.number("bytes.budget")));
    rows.addAll(kinds(stats));
    rows.add(bar("Heap", stats.number("heap.used"), stats.number("heap.max")));
    rows.addAll(gauges(stats));
    rows.add(" Totals:" + TOTALS.stream()
        .map(name -> " " + name + " " + Amount.count(stats.number("totals." + name)))
        .collect(Collectors.joining(",")) + ", refused " + Amount.count(stats.refused()));
    rows.addAll(refusals(stats));
    return rows;
  }

  /** Returns a sample as one line, for output without a terminal. */
  public static String line(StatsHistory history) {
    var stats = history.latest();
    return SafeText.line(stats.text("counted_at") + "  users " + count(stats, "users")
        + "  waiting " + count(stats, "messages.waiting")
        + "  leased " + count(stats, "messages.leased")
        + "  sent/s " + rate(history, "sent") + "  delivered/s " + rate(history, "delivered")
        + "  refused/s " + rate(history, "refused")
        + "  memory " + percent(stats.number("bytes.used"), stats.number("bytes.budget")));
  }

  private static String title(String server, Stats stats) {
    return SafeText.line(" RAMTalk at " + server + "  up "
        + Amount.time(stats.number("uptime_seconds")) + "  access " + stats.text("access")
        + "  epoch " + stats.text("epoch"));
  }

  private String bar(String label, double used, double most) {
    int width = Math.max(MIN_BAR_COLUMNS, columns - LABEL_COLUMNS - AFTER_BAR_COLUMNS);
    int filled = most > 0 ? (int) Math.round(Math.min(1, used / most) * width) : 0;
    return label(label) + (symbols ? "█" : "#").repeat(filled)
        + (symbols ? "░" : ".").repeat(width - filled) + "  " + percent(used, most) + "  "
        + Amount.bytes(used) + " of " + Amount.bytes(most);
  }

  private static List<String> kinds(Stats stats) {
    return Stream.of(List.of("users", "images", "messages"),
            List.of("leases", "receipts", "logins", "in_flight"))
        .map(kinds -> label("") + kinds.stream()
            .map(kind -> kind.replace('_', ' ') + " "
                + Amount.bytes(stats.number("bytes." + kind)))
            .collect(Collectors.joining("  "))).toList();
  }

  private static List<String> gauges(Stats stats) {
    var oldest = stats.text("messages.oldest_seconds").isEmpty() ? ""
        : "  oldest " + Amount.time(stats.number("messages.oldest_seconds"));
    return List.of(
        label("Users") + count(stats, "users") + "  with mail "
            + count(stats, "mailboxes.with_mail"),
        label("Messages") + count(stats, "messages.waiting") + " waiting  "
            + count(stats, "messages.leased") + " leased" + oldest,
        label("Connections") + "http " + count(stats, "connections.http") + "  websocket "
            + count(stats, "connections.websocket") + "  stream "
            + count(stats, "connections.stream") + "  long poll "
            + count(stats, "connections.long_poll"));
  }

  private String flow(StatsHistory history, String name) {
    int width = Math.max(0, columns - LABEL_COLUMNS - RATE_COLUMNS - TOTAL_COLUMNS - 2);
    return row(name, rate(history, name), Amount.count(total(history.latest(), name)),
        "  " + sparks(history.rates(stats -> total(stats, name)), width));
  }

  private static String row(String label, String rate, String total, String sparks) {
    return String.format(Locale.ROOT, "%s%" + RATE_COLUMNS + "s%" + TOTAL_COLUMNS + "s%s",
        label(label), rate, total, sparks);
  }

  /** Returns the latest numbers as blocks with heights relative to the maximum. */
  String sparks(List<Double> numbers, int width) {
    var shown = numbers.subList(Math.max(0, numbers.size() - width), numbers.size());
    double most = shown.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    var blocks = symbols ? BLOCKS : ASCII_BLOCKS;
    return shown.stream().map(number -> {
      int height = most > 0 ? (int) Math.ceil(number / most * (blocks.length() - 1)) : 0;
      return String.valueOf(blocks.charAt(height));
    }).collect(Collectors.joining());
  }

  private static List<String> refusals(Stats stats) {
    var refusals = stats.refusals();
    return refusals.isEmpty() ? List.of() : List.of(label("Refused for") + refusals.entrySet()
        .stream().map(refusal -> SafeText.line(refusal.getKey()) + " "
            + Amount.count(refusal.getValue())).collect(Collectors.joining("  ")));
  }

  private static double total(Stats stats, String name) {
    return name.equals("refused") ? stats.refused() : stats.number("totals." + name);
  }

  private static String rate(StatsHistory history, String name) {
    var rates = history.rates(stats -> total(stats, name));
    return rates.isEmpty() ? "-" : Amount.rate(rates.get(rates.size() - 1));
  }

  private static String count(Stats stats, String name) {
    return Amount.count(stats.number(name));
  }

  private static String percent(double used, double most) {
    return (most > 0 ? Math.round(100 * used / most) : 0) + " %";
  }

  private static String label(String label) {
    return String.format(Locale.ROOT, " %-" + (LABEL_COLUMNS - 1) + "s", label);
  }

  private String cut(String row) {
    return row.length() <= columns ? row : row.substring(0, Math.max(0, columns - 1)) + "…";
  }
}
