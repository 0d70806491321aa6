package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Terminals of 80 x 24 characters, each with a command, and a keyboard before each. */
final class Tmux {
  private final Path socket;
  private boolean started;

  /** Begins without a terminal; the socket's path must be short. */
  Tmux(Path socket) {
    this.socket = socket;
  }

  /** Returns whether there is a tmux; where CI runs, there must be one. */
  static boolean isThere(String test) throws Exception {
    try {
      return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
    } catch (IOException e) {
      assertThat(System.getenv("CI")).as("CI, where tmux must be installed").isNotEqualTo("true");
      System.err.println(test + ": no tmux on the PATH; no chat in a terminal is tested");
      return false;
    }
  }

  /** Runs a command of the shell in a new terminal. */
  void start(String name, String command) throws Exception {
    started = true;
    run("-u", "new-session", "-d", "-x", "80", "-y", "24", "-s", name, command);
    run("set-option", "-t", name, "remain-on-exit", "on");
  }

  void type(String name, String text) throws Exception {
    run("send-keys", "-t", name, "-l", "--", text);
    press(name, "Enter");
  }

  void press(String name, String key) throws Exception {
    run("send-keys", "-t", name, key);
  }

  /** Returns what is seen. */
  String screen(String name) throws Exception {
    return run("capture-pane", "-p", "-t", name);
  }

  /** Returns what is seen, and what was before it in this terminal. */
  String history(String name) throws Exception {
    return run("capture-pane", "-p", "-S", "-", "-t", name);
  }

  /** Returns what is seen, with the codes of colours. */
  String colouredScreen(String name) throws Exception {
    return run("capture-pane", "-p", "-e", "-t", name);
  }

  /** Returns what tmux knows of a terminal. */
  String about(String name, String format) throws Exception {
    return run("display-message", "-p", "-t", name, format).strip();
  }

  void resize(String name, int columns, int rows) throws Exception {
    run("resize-window", "-t", name, "-x", "" + columns, "-y", "" + rows);
  }

  void awaitScreen(String name, String part) throws Exception {
    var last = new String[1];
    try {
      Poll.until(part, () -> {
        last[0] = screen(name);
        return last[0].contains(part);
      });
    } catch (AssertionError e) {
      throw new AssertionError("no '" + part + "' in terminal " + name + ":\n" + last[0], e);
    }
  }

  void close() throws Exception {
    if (started) {
      run("kill-server");
    }
  }

  private String run(String... words) throws Exception {
    var command = new ArrayList<>(List.of("tmux", "-S", socket.toString(), "-f", "/dev/null"));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as(out).isTrue();
    return out;
  }
}
