package io.ramtalk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The newest result of {@code benchmarks/run http} as a bar chart of all servers, in an SVG for the
 * README.
 */
public final class Chart {
  private static final String RESULTS = "-http.txt";
  private static final Pattern ROW =
      Pattern.compile("([\\w.-]+) +([\\d,]+) +([\\d,]+) +([\\d,]+)  +[\\d.]+ +[\\d.]+  .*");
  private static final int WIDTH = 640;
  private static final int LEFT = 110;
  private static final int BAR_SPACE = 400;
  private static final int ROW_HEIGHT = 34;
  private static final int HEAD = 44;

  private Chart() {}

  /** A server, with the median, minimum and maximum of its rounds per second. */
  record Bar(String name, long median, long min, long max) {}

  /**
   * Draws the chart.
   *
   * @param args the folder of results, and the file to write
   * @throws IOException if there is no result, or the file cannot be written
   */
  public static void main(String... args) throws IOException {
    var result = newest(Path.of(args[0]));
    Files.writeString(Path.of(args[1]), svg(Files.readAllLines(result)));
    System.out.println(args[1] + " shows " + result.getFileName());
  }

  private static Path newest(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(RESULTS))
          .max(Comparator.comparing(Path::toString))
          .orElseThrow(() -> new IOException("No result of benchmarks/run http in " + folder));
    }
  }

  /** Returns the bars of a result, in the order of its rows. */
  static List<Bar> bars(List<String> lines) {
    var bars = new ArrayList<Bar>();
    for (var line : lines) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        bars.add(new Bar(
            row.group(1), number(row.group(2)), number(row.group(3)), number(row.group(4))));
      }
    }
    return bars;
  }

  private static long number(String grouped) {
    return Long.parseLong(grouped.replace(",", ""));
  }

  /** Returns the chart of a result, as SVG. */
  static String svg(List<String> lines) {
    var bars = bars(lines);
    if (bars.isEmpty()) {
      throw new IllegalArgumentException("No server row found in " + lines.size() + " lines");
    }
    long greatest = bars.stream().mapToLong(Bar::max).max().orElseThrow();
    int height = HEAD + bars.size() * ROW_HEIGHT + 8;
    var svg = new StringBuilder(String.format(Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
        + " viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"13\">%n"
        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
        + "<text x=\"8\" y=\"24\" font-weight=\"bold\">Requests a second on one processor:"
        + " send a text, receive it (median, least, greatest)</text>%n", WIDTH, height));
    for (int i = 0; i < bars.size(); i++) {
      svg.append(row(bars.get(i), HEAD + i * ROW_HEIGHT, (double) BAR_SPACE / greatest));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String row(Bar bar, int top, double scale) {
    return String.format(Locale.ROOT,
        "<text x=\"8\" y=\"%d\">%s</text>%n"
        + "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"22\" fill=\"%s\"/>%n"
        + "<path d=\"M%.0f %d H%.0f\" stroke=\"#222\"/>%n"
        + "<text x=\"%.0f\" y=\"%d\">%,d</text>%n",
        top + 17, bar.name(), LEFT, top, bar.median() * scale,
        bar.name().startsWith("ramtalk") ? "#2a7de1" : "#b8c4d0",
        LEFT + bar.min() * scale, top + 11, LEFT + bar.max() * scale,
        LEFT + bar.max() * scale + 8, top + 17, bar.median());
  }
}
