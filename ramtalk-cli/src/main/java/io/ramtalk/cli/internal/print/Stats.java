package io.ramtalk.cli.internal.print;

import com.fasterxml.jackson.core.JsonParser;
import io.ramtalk.cli.internal.client.JsonStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The statistics of a server at one moment.
 *
 * @param values numbers and words by name; members of a group are named {@code group.name}
 */
public record Stats(Map<String, String> values) {
  private static final String REFUSED = "refused.";

  /** Reads the object on which the parser stands. */
  public static Stats read(JsonParser json) throws IOException {
    var values = new LinkedHashMap<String, String>();
    values.putAll(JsonStream.members(json, (group, nested) -> JsonStream.members(nested)
        .forEach((name, value) -> values.put(group + "." + name, value))));
    return new Stats(values);
  }

  /** Returns a word, or an empty string. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** Returns a number, or 0 if it is missing. */
  double number(String name) {
    try {
      return Double.parseDouble(values.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Returns the number of rejected requests. */
  double refused() {
    return values.keySet().stream().filter(name -> name.startsWith(REFUSED))
        .mapToDouble(this::number).sum();
  }

  /** Returns the numbers of rejected requests by reason, the most frequent first. */
  Map<String, Double> refusals() {
    var refusals = new LinkedHashMap<String, Double>();
    values.keySet().stream().filter(name -> name.startsWith(REFUSED))
        .sorted((a, b) -> Double.compare(number(b), number(a)))
        .forEach(name -> refusals.put(name.substring(REFUSED.length()), number(name)));
    return refusals;
  }
}
