package io.ramtalk.server;

import io.ramtalk.Eventually;
import io.ramtalk.server.command.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** A server in a separate process, started as from a shell. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("https?://[^ ]+");

  private final Process process;
  private final BufferedReader out;
  private final String greeting;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    out = process.inputReader();
    greeting = line();
  }

  /**
   * Starts {@code java io.ramtalk.server.Main} in a directory and waits for its greeting. The
   * prefix precedes the command; the flags go to the JVM.
   */
  static ServerProcess start(
      Path directory, List<String> prefix, List<String> flags, String... arguments)
      throws IOException {
    return start(Main.class, directory, prefix, flags, arguments);
  }

  /** Starts a main class whose first output line contains the server's address. */
  static ServerProcess start(Class<?> main, Path directory, List<String> prefix,
      List<String> flags, String... arguments) throws IOException {
    return start(directory, ProcessBuilder.Redirect.INHERIT,
        command(main, prefix, flags, arguments));
  }

  /** Starts a server whose standard error goes to a file. */
  static ServerProcess startLogging(Path log, Path directory, List<String> prefix,
      List<String> flags, String... arguments) throws IOException {
    return start(directory, ProcessBuilder.Redirect.to(log.toFile()),
        command(Main.class, prefix, flags, arguments));
  }

  private static List<String> command(
      Class<?> main, List<String> prefix, List<String> flags, String... arguments) {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static ServerProcess start(
      Path directory, ProcessBuilder.Redirect log, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(directory.toFile())
        .redirectInput(new File("/dev/null")).redirectError(log);
    builder.environment().keySet().removeIf(
        name -> name.startsWith("RAMTALK_") || name.equals("JAVA_TOOL_OPTIONS"));
    return new ServerProcess(builder.start());
  }

  String greeting() {
    return greeting;
  }

  URI uri() {
    var address = ADDRESS.matcher(greeting);
    if (!address.find()) {
      throw new IllegalStateException("No address in the greeting: " + greeting);
    }
    return URI.create(address.group());
  }

  /** Returns the JVM's process, which is a child of the prefix command if there is one. */
  ProcessHandle jvm() {
    return process.descendants().findFirst().orElse(process.toHandle());
  }

  /** Asks the JVM to stop (SIGTERM) and returns the exit code. */
  int terminate() {
    jvm().destroy();
    return Eventually.exits(process);
  }

  /** Kills the JVM (SIGKILL) and waits until the process has exited. */
  void kill() {
    jvm().destroyForcibly();
    Eventually.exits(process);
  }

  /** Reads the next line of standard output; returns {@code ""} at the end. */
  String line() {
    boolean read = false;
    try {
      var line = Eventually.get(
          CompletableFuture.supplyAsync(() -> out.lines().findFirst().orElse("")));
      read = true;
      return line;
    } finally {
      if (!read) {
        close();
      }
    }
  }

  @Override
  public void close() {
    jvm().destroyForcibly();
    process.destroyForcibly();
  }
}
