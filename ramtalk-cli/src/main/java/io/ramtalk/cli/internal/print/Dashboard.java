package io.ramtalk.cli.internal.print;

import io.ramtalk.cli.internal.client.SafeText;
import java.io.IOException;
import java.time.Duration;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * A full-screen view of a server's statistics, until {@code q} is typed.
 *
 * <p><b>Threads:</b> one; a shutdown hook restores the terminal.
 */
public final class Dashboard implements AutoCloseable {
  /* The terminal is accessed in the same way as in FullScreen, for the same reasons. */
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String INVERSE = "\u001b[7m";
  private static final String PLAIN = "\u001b[0m";
  private static final int ENDED = -1;

  private final Terminal terminal;
  private final Attributes before;
  private final Thread onExit = new Thread(this::leave, "leave-screen");
  private boolean left;

  private Dashboard(Terminal terminal) {
    this.terminal = terminal;
    before = terminal.enterRawMode();
    Runtime.getRuntime().addShutdownHook(onExit);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.puts(Capability.clear_screen);
  }

  /** Opens the terminal of this process, or returns null if there is no suitable one. */
  public static @Nullable Dashboard open() throws IOException {
    Terminal terminal;
    try {
      terminal = TerminalBuilder.builder().system(true).dumb(false)
          .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
          .systemOutput(TerminalBuilder.SystemOutput.SysOut).build();
    } catch (IOException | IllegalStateException e) {
      return null;
    }
    if (terminal.getStringCapability(Capability.cursor_address) == null
        || terminal.getHeight() < 1) {
      terminal.close();
      return null;
    }
    return new Dashboard(terminal);
  }

  /** Shows the latest sample and, in the last row, a problem if there is one. */
  public void show(String server, StatsHistory history, String problem) {
    var size = terminal.getSize();
    boolean symbols = terminal.encoding().newEncoder().canEncode('█');
    var rows = new StatsPaint(symbols, size.getColumns()).dashboard(server, history);
    var screen = new StringBuilder();
    for (int row = 0; row < size.getRows(); row++) {
      screen.append("\u001b[").append(row + 1).append(";1H").append(CLEAR_LINE);
      if (row == size.getRows() - 1) {
        screen.append(problem.isEmpty() ? " q quits" : INVERSE + " " + SafeText.line(problem)
            + PLAIN);
      } else if (row < rows.size()) {
        screen.append(row == 0 ? INVERSE + rows.get(0) + PLAIN : rows.get(row));
      }
    }
    terminal.writer().print(screen);
    terminal.flush();
  }

  /** Waits for a key. Returns false to quit, or at the end of the input. */
  public boolean goesOn(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      int key = terminal.reader().read(left);
      if (key == 'q' || key == 'Q' || key == 3 || key == ENDED) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    leave();
    Runtime.getRuntime().removeShutdownHook(onExit);
    terminal.close();
  }

  private synchronized void leave() {
    if (!left) {
      left = true;
      terminal.puts(Capability.exit_ca_mode);
      terminal.puts(Capability.cursor_visible);
      terminal.setAttributes(before);
      terminal.flush();
    }
  }
}
