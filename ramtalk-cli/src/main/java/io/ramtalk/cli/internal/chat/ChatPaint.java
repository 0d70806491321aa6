package io.ramtalk.cli.internal.chat;

import io.ramtalk.cli.internal.print.WordWrap;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A renderer of chat lines as terminal rows. */
final class ChatPaint {
  private static final int MAX_NAME_COLUMNS = 16;
  private static final int MIN_TEXT_COLUMNS = 10;
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

  private final Terminal terminal;
  private final boolean symbols;
  private final boolean colours;

  ChatPaint(Terminal terminal, boolean symbols, boolean colours) {
    this.terminal = terminal;
    this.symbols = symbols;
    this.colours = colours;
  }

  /** Returns the rows of all lines, with colour codes. */
  List<String> rows(List<ChatLine> lines, int columns) {
    var rows = new ArrayList<String>();
    int nameColumns = lines.stream().mapToInt(line -> columns(name(line))).max().orElse(0);
    for (var line : lines) {
      add(rows, line, nameColumns, columns);
    }
    return rows;
  }

  /** Returns the status row between the chat and the input line. */
  String status(String text, int columns) {
    var row = new AttributedStringBuilder().style(PLAIN.inverse())
        .append(new AttributedString(text, PLAIN.inverse()).columnSubSequence(0, columns));
    row.append(" ".repeat(Math.max(0, columns - row.columnLength())), PLAIN.inverse());
    return row.toAnsi(terminal);
  }

  private void add(List<String> rows, ChatLine line, int nameColumns, int columns) {
    var name = name(line);
    var margin = line.time().length() + 2 + nameColumns + 2;
    if (columns - margin < MIN_TEXT_COLUMNS) {
      margin = 0;
    }
    var text = WordWrap.rows(text(line), Math.max(MIN_TEXT_COLUMNS, columns - margin));
    for (int i = 0; i < text.size(); i++) {
      var row = new AttributedStringBuilder();
      if (i == 0 && margin > 0) {
        row.append(line.time() + "  ", dim());
        row.append(" ".repeat(nameColumns - columns(name)));
        row.append(name + "  ", nameStyle(line));
      } else {
        row.append(" ".repeat(margin));
      }
      var words = text.get(i).replace('\u00a0', ' ');
      boolean marked = i == text.size() - 1 && !line.state().isEmpty();
      int end = marked ? words.length() - line.mark(symbols).length() : words.length();
      row.append(words.substring(0, Math.max(0, end)), textStyle(line));
      row.append(words.substring(Math.max(0, end)), markStyle(line));
      rows.add(row.toAnsi(terminal));
    }
  }

  /* The last space before the mark is non-breaking, so that the mark stays with a word. */
  private String text(ChatLine line) {
    var mark = line.mark(symbols).replace(' ', '\u00a0');
    return mark.isEmpty() ? line.text() : line.text() + " \u00a0" + mark;
  }

  private static String name(ChatLine line) {
    return switch (line.kind()) {
      case OWN, PEER -> new AttributedString(line.who())
          .columnSubSequence(0, MAX_NAME_COLUMNS).toString();
      case NOTE -> "--";
      case PROBLEM -> "!!";
    };
  }

  private static int columns(String text) {
    return new AttributedString(text).columnLength();
  }

  private AttributedStyle nameStyle(ChatLine line) {
    return switch (line.kind()) {
      case OWN -> colour(AttributedStyle.CYAN).bold();
      case PEER -> colour(AttributedStyle.GREEN).bold();
      case NOTE -> dim();
      case PROBLEM -> colour(AttributedStyle.RED).bold();
    };
  }

  private AttributedStyle textStyle(ChatLine line) {
    return switch (line.kind()) {
      case OWN, PEER -> PLAIN;
      case NOTE -> dim();
      case PROBLEM -> colour(AttributedStyle.RED);
    };
  }

  private AttributedStyle markStyle(ChatLine line) {
    return switch (line.state()) {
      case "queued", "delivered" -> dim();
      case "read" -> colour(AttributedStyle.CYAN);
      default -> colour(AttributedStyle.RED);
    };
  }

  private AttributedStyle colour(int colour) {
    return colours ? PLAIN.foreground(colour) : PLAIN;
  }

  private AttributedStyle dim() {
    return colours ? PLAIN.faint() : PLAIN;
  }
}
