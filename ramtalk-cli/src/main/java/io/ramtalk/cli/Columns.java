package io.ramtalk.cli;

import java.io.PrintWriter;

/**
 * Prints the rows of a table, escaped, while they arrive: columns are as wide as what they mostly
 * hold, and not as the widest of all rows, so that a million of them need no memory.
 */
final class Columns {
  static final int USER_ID_CHARACTERS = 36;
  static final int MESSAGE_ID_CHARACTERS = 13;
  static final int TIME_CHARACTERS = 24;

  private static final String GAP = "  ";

  private final int[] widths;

  /** Describes columns by their widths; the last is as wide as it needs to be. */
  Columns(int... widths) {
    this.widths = widths.clone();
  }

  void print(PrintWriter out, String... cells) {
    var row = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      var cell = Escapes.line(cells[i]);
      row.append(cell);
      if (i < widths.length) {
        row.append(" ".repeat(Math.max(0, widths[i] - cell.length()))).append(GAP);
      }
    }
    out.println(row.toString().stripTrailing());
  }
}
