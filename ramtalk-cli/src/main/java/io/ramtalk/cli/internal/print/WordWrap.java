package io.ramtalk.cli.internal.print;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Word wrapping, which also breaks words that are longer than a row. */
public final class WordWrap {
  private WordWrap() {}

  /** Returns the rows of a text, at least one. */
  public static List<String> rows(String text, int columns) {
    var rows = new ArrayList<String>();
    for (var line : text.split("\n", -1)) {
      wrap(line, columns, rows);
    }
    return rows;
  }

  private static void wrap(String line, int columns, List<String> rows) {
    int from = 0;
    int lastSpace = -1;
    int used = 0;
    for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
      int c = line.codePointAt(at);
      int width = Math.max(0, WCWidth.wcwidth(c));
      if (used + width > columns && at > from) {
        boolean between = c == ' ' || lastSpace > from;
        int end = c == ' ' ? at : between ? lastSpace : at;
        rows.add(line.substring(from, end));
        from = between ? end + 1 : end;
        used = from > at ? 0 : width(line, from, at);
        lastSpace = -1;
        if (from > at) {
          continue;
        }
      }
      lastSpace = c == ' ' ? at : lastSpace;
      used += width;
    }
    rows.add(from < line.length() ? line.substring(from) : "");
  }

  private static int width(String line, int from, int end) {
    return line.substring(from, end).codePoints()
        .map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }
}
