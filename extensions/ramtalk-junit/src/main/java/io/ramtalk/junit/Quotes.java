package io.ramtalk.junit;

import java.util.List;
import java.util.stream.Collectors;

/** Quotation of message texts in error messages. */
final class Quotes {
  private static final int MAX_TEXTS = 10;
  private static final int MAX_CHARS = 200;

  private Quotes() {}

  /** Returns the first texts in quotation marks, followed by the number of the others. */
  static String of(List<String> texts) {
    var quoted = texts.stream().limit(MAX_TEXTS).map(Quotes::quote)
        .collect(Collectors.joining(", "));
    int more = texts.size() - MAX_TEXTS;
    return more > 0 ? quoted + " and " + more + " more" : quoted;
  }

  private static String quote(String text) {
    return text.length() > MAX_CHARS
        ? "\"" + text.substring(0, MAX_CHARS) + "…\"" : "\"" + text + "\"";
  }
}
