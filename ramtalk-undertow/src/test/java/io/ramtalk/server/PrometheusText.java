package io.ramtalk.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Metrics parsed as strictly as by a scraper: each family has its help, then its type, then its
 * samples, and no series appears twice (Prometheus text format 0.0.4).
 */
final class PrometheusText {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z_:]+) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]+)(?:\\{(.*)})? ([-+.0-9eE]+|[+-]Inf|NaN)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"\\\\\\n]*)\",?");

  private final Map<String, Family> families = new LinkedHashMap<>();

  private PrometheusText() {}

  /** All series of one name. */
  record Family(String help, String type, Map<Series, Double> samples) {}

  /** The name of a sample and the values of its labels. */
  record Series(String name, Map<String, String> labels) {}

  static PrometheusText parse(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("The last line does not end");
    }
    var parsed = new PrometheusText();
    var help = new String[2];
    Family family = null;
    for (var line : text.split("\n")) {
      var comment = COMMENT.matcher(line);
      if (!comment.matches()) {
        read(line, family);
      } else if (comment.group(1).equals("HELP")) {
        help[0] = comment.group(2);
        help[1] = comment.group(3);
      } else {
        var name = comment.group(2);
        family = new Family(help[1], comment.group(3), new LinkedHashMap<>());
        if (!name.equals(help[0]) || parsed.families.put(name, family) != null) {
          throw new AssertionError("No help, or twice: " + name);
        }
      }
    }
    return parsed;
  }

  private static void read(String line, Family family) {
    var sample = SAMPLE.matcher(line);
    if (family == null || !sample.matches()) {
      throw new AssertionError("No sample: " + line);
    }
    var labels = new TreeMap<String, String>();
    if (sample.group(2) != null) {
      var label = LABEL.matcher(sample.group(2));
      int end = 0;
      while (label.find() && label.start() == end) {
        labels.put(label.group(1), label.group(2));
        end = label.end();
      }
      if (end != sample.group(2).length()) {
        throw new AssertionError("No labels: " + line);
      }
    }
    var series = new Series(sample.group(1), labels);
    if (family.samples().put(series, number(sample.group(3))) != null) {
      throw new AssertionError("Twice: " + line);
    }
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  Map<String, Family> families() {
    return families;
  }

  /** Returns the samples of all families. */
  Map<Series, Double> samples() {
    var all = new LinkedHashMap<Series, Double>();
    families.values().forEach(family -> all.putAll(family.samples()));
    return all;
  }
}
