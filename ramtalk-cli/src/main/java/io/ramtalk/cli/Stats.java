package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server says of itself at one moment.
 *
 * @param values its numbers and words by name; those of a group are {@code group.name}
 */
record Stats(Map<String, String> values) {
  private static final String REFUSED = "refused.";

  /** Reads the object that the parser stands on. */
  static Stats read(JsonParser json) throws IOException {
    var values = new LinkedHashMap<String, String>();
    values.putAll(Json.members(json, (group, nested) -> Json.members(nested)
        .forEach((name, value) -> values.put(group + "." + name, value))));
    return new Stats(values);
  }

  /** Returns a word, or empty. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** Returns a number; 0 if there is none of that name. */
  double number(String name) {
    try {
      return Double.parseDouble(values.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Returns how many requests were refused, for whatever reason. */
  double refused() {
    return values.keySet().stream().filter(name -> name.startsWith(REFUSED))
        .mapToDouble(this::number).sum();
  }

  /** Returns why requests were refused and how many, the most frequent reason first. */
  Map<String, Double> refusals() {
    var refusals = new LinkedHashMap<String, Double>();
    values.keySet().stream().filter(name -> name.startsWith(REFUSED))
        .sorted((a, b) -> Double.compare(number(b), number(a)))
        .forEach(name -> refusals.put(name.substring(REFUSED.length()), number(name)));
    return refusals;
  }
}
