package io.ramtalk.cli.internal.chat;

import java.io.IOException;
import java.util.List;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * A full-screen chat: the conversation, a status line, and the input line below.
 *
 * <p><b>Threads:</b> those of every screen. <b>Cost:</b> each change repaints the whole screen.
 */
public final class FullScreen implements ChatScreen {
  /* The alternate screen of the terminal is used if there is one: the previous content comes back
   * afterwards, and the chat does not stay in the scrollback. JLine assumes that everything is
   * printed above the line that it edits, so a repaint prints from the top down to that line. Line
   * wrapping is off meanwhile: otherwise a character whose width the terminal judges differently
   * would shift everything after it.
   *
   * Of JLine's terminal providers, the one that runs stty is used: the others unpack a native
   * library into a file or need JVM flags. It takes milliseconds, so the size is cached. */
  private static final String PROMPT = "> ";
  private static final int ROWS_BELOW = 2;
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_LINE = "\u001b[2K";

  private final Terminal terminal;
  private final Editor editor;
  private final Transcript transcript;
  private final ChatPaint paint;
  private final String title;
  private final Thread onExit = new Thread(this::leave, "leave-screen");
  private volatile Size screenSize;
  private volatile String status = "";
  private volatile int scrolledRows;
  private boolean left;

  private FullScreen(Terminal terminal, Transcript transcript, String title, boolean colours)
      throws IOException {
    this.terminal = terminal;
    this.transcript = transcript;
    this.title = title;
    boolean symbols = terminal.encoding().newEncoder().canEncode('\u2713')
        && !"linux".equals(terminal.getType());
    paint = new ChatPaint(terminal, symbols, colours);
    screenSize = terminal.getSize();
    editor = new Editor(terminal);
    enter();
  }

  /** Opens the terminal of this process, or returns null if there is no suitable one. */
  public static @Nullable FullScreen open(Transcript transcript, String title, boolean colours)
      throws IOException {
    Terminal terminal;
    try {
      terminal = TerminalBuilder.builder().system(true).dumb(false)
          .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
          .systemOutput(TerminalBuilder.SystemOutput.SysOut).build();
    } catch (IOException | IllegalStateException e) {
      return null;
    }
    if (terminal.getStringCapability(Capability.cursor_address) == null
        || terminal.getHeight() <= ROWS_BELOW) {
      terminal.close();
      return null;
    }
    return new FullScreen(terminal, transcript, title, colours);
  }

  @Override
  public @Nullable String readLine(String begun) throws IOException {
    while (true) {
      scrolledRows = 0;
      paint();
      try {
        return editor.readLine(PROMPT, null, (Character) null, begun);
      } catch (UserInterruptException e) {
        if (e.getPartialLine().isEmpty()) {
          return null;
        }
      } catch (EndOfFileException e) {
        return null;
      }
    }
  }

  @Override
  public void added(ChatLine line) {
    paint();
  }

  @Override
  public void marked(ChatLine line) {
    paint();
  }

  @Override
  public void status(String newStatus) {
    status = newStatus;
    paint();
  }

  @Override
  public void showHistory() {
    scrolledRows = Integer.MAX_VALUE;
    paint();
  }

  @Override
  public void close() throws IOException {
    leave();
    Runtime.getRuntime().removeShutdownHook(onExit);
    terminal.close();
  }

  private void enter() {
    Runtime.getRuntime().addShutdownHook(onExit);
    terminal.handle(Terminal.Signal.INT, signal -> { });
    terminal.enterRawMode();
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.clear_screen);
    terminal.flush();
  }

  private synchronized void leave() {
    if (!left) {
      left = true;
      terminal.puts(Capability.exit_ca_mode);
      terminal.flush();
    }
  }

  /** Scrolls by pages; up is positive. */
  private boolean scroll(int pages) {
    long rows = scrolledRows + (long) pages * Math.max(1, screenSize.getRows() - ROWS_BELOW - 1);
    scrolledRows = (int) Math.max(0, Math.min(Integer.MAX_VALUE, rows));
    paint();
    return true;
  }

  private synchronized void paint() {
    if (left) {
      return;
    }
    int rows = Math.max(1, screenSize.getRows() - ROWS_BELOW);
    var all = paint.rows(transcript.lines(), screenSize.getColumns());
    int scrolled = Math.max(0, Math.min(scrolledRows, all.size() - rows));
    scrolledRows = scrolled;
    int end = all.size() - scrolled;
    var screen = new StringBuilder(NO_WRAP);
    append(screen, all.subList(Math.max(0, end - rows), end), rows);
    screen.append(at(rows + 2)).append(CLEAR_LINE).append(at(rows + 1))
        .append(paint.status(statusText(scrolled), screenSize.getColumns()))
        .append(WRAP).append('\n');
    editor.printAbove(screen.toString());
  }

  private static void append(StringBuilder screen, List<String> shown, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = shown.size() - rows + row;
      screen.append(at(row + 1)).append(CLEAR_LINE).append(from < 0 ? "" : shown.get(from));
    }
  }

  private String statusText(int scrolled) {
    var there = status.isEmpty() ? "" : "  " + status;
    return " " + title + there + (scrolled > 0 ? "  [scrolled up; PgDn for newer]" : "");
  }

  private static String at(int row) {
    return "\u001b[" + row + ";1H";
  }

  /** The input line. */
  private final class Editor extends LineReaderImpl {
    Editor(Terminal terminal) throws IOException {
      super(terminal, "ramtalk");
      option(Option.ERASE_LINE_ON_FINISH, true);
      option(Option.DISABLE_EVENT_EXPANSION, true);
      option(Option.INSERT_TAB, true);
      bind("page-up", Capability.key_ppage, "\u001b[5~", 1);
      bind("page-down", Capability.key_npage, "\u001b[6~", -1);
    }

    @Override
    protected synchronized void handleSignal(Terminal.Signal signal) {
      super.handleSignal(signal);
      if (signal == Terminal.Signal.WINCH) {
        screenSize = terminal.getSize();
        paint();
      }
    }

    private void bind(String widget, Capability key, String usual, int pages) {
      getWidgets().put(widget, () -> scroll(pages));
      var keys = getKeyMaps().get(LineReader.MAIN);
      var sequence = KeyMap.key(terminal, key);
      if (keys != null) {
        keys.bind(new Reference(widget), sequence == null ? usual : sequence, usual);
      }
    }
  }
}
