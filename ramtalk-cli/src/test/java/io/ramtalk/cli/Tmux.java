package io.ramtalk.cli;

import io.ramtalk.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Terminals of 80 x 24 characters, each with a command and a keyboard. */
final class Tmux {
  private final Path socket;
  private boolean started;

  /** Prepares a tmux server at a socket, whose path must be short. */
  Tmux(Path socket) {
    this.socket = socket;
  }

  /** Runs a shell command in a new terminal. */
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

  /** Returns the visible text of the terminal. */
  String screen(String name) throws Exception {
    return run("capture-pane", "-p", "-t", name);
  }

  /** Returns the visible text of the terminal, after its scrollback. */
  String history(String name) throws Exception {
    return run("capture-pane", "-p", "-S", "-", "-t", name);
  }

  /** Returns the visible text of the terminal with its colour codes. */
  String colouredScreen(String name) throws Exception {
    return run("capture-pane", "-p", "-e", "-t", name);
  }

  /** Returns the properties of a terminal that a tmux format names. */
  String about(String name, String format) throws Exception {
    return run("display-message", "-p", "-t", name, format).strip();
  }

  void resize(String name, int columns, int rows) throws Exception {
    run("resize-window", "-t", name, "-x", "" + columns, "-y", "" + rows);
  }

  void awaitScreen(String name, String part) throws Exception {
    var last = new AtomicReference<>("");
    Eventually.that(() -> "'" + part + "' in terminal " + name + ":\n" + last, () -> {
      last.set(screen(name));
      return last.get().contains(part);
    });
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
    Eventually.exits(process);
    return out;
  }
}
