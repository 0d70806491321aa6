package io.ramtalk.cli.internal.print;

import io.ramtalk.cli.internal.client.SafeText;
import java.io.PrintWriter;

/**
 * A table whose escaped rows are printed as they arrive. The column widths have typical values
 * instead of the widest cell, so a table of any length needs no memory.
 */
public final class Columns {
  public static final int USER_ID_CHARACTERS = 36;
  public static final int MESSAGE_ID_CHARACTERS = 13;
  public static final int TIME_CHARACTERS = 24;

  private static final String GAP = "  ";

  private final int[] widths;

  /** Sets the column widths; the last column has no fixed width. */
  public Columns(int... widths) {
    this.widths = widths.clone();
  }

  public void print(PrintWriter out, String... cells) {
    var row = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      var cell = SafeText.line(cells[i]);
      row.append(cell);
      if (i < widths.length) {
        row.append(" ".repeat(Math.max(0, widths[i] - cell.length()))).append(GAP);
      }
    }
    out.println(row.toString().stripTrailing());
  }
}
