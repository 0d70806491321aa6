package io.ramtalk.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server in another JVM, on processor 0 if {@code taskset} exists. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final OutputStream commands;

  private ServerProcess(Process process) {
    this.process = process;
    output = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    commands = process.getOutputStream();
  }

  /** Starts the main class of a server, with JVM options. */
  public static ServerProcess start(Class<?> program, String... options) throws IOException {
    return start(program, List.of(), options);
  }

  /** Starts the main class of a server, with arguments and JVM options. */
  public static ServerProcess start(Class<?> program, List<String> arguments, String... options)
      throws IOException {
    var java = ProcessHandle.current().info().command().orElse("java");
    var command = new ArrayList<String>();
    if (new ProcessBuilder("sh", "-c", "command -v taskset").start().onExit().join()
        .exitValue() == 0) {
      command.addAll(List.of("taskset", "-c", "0"));
    }
    command.addAll(List.of(java, "-XX:-UsePerfData"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return new ServerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Reads the next line of output. */
  public String[] words() throws IOException {
    var line = output.readLine();
    if (line == null) {
      throw new IOException("The server process has exited");
    }
    return line.split(" ");
  }

  /** Sends a command and reads the response. */
  public String[] ask(String command) throws IOException {
    commands.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
    commands.flush();
    return words();
  }

  public long askNumber(String command) throws IOException {
    return Long.parseLong(ask(command)[0]);
  }

  public long cpuNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** Returns the resident memory without kernel buffers, or 0 if unknown. */
  public long residentBytes() throws IOException {
    return ProcessFiles.of(process.pid()).residentBytes();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
