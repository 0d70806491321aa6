package io.ramtalk.cli.internal.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The resources that a command gets from its process.
 *
 * @param in standard input
 * @param out standard output, flushed at the end of the command
 * @param err standard error
 * @param environment the environment variables
 * @param timeouts the timeouts of requests
 * @param terminal returns whether the output goes to a terminal
 * @param bytes standard output for a command that prints bytes instead of text
 */
public record Shell(InputStream in, PrintWriter out, PrintWriter err,
    Map<String, String> environment,
    Timeouts timeouts, BooleanSupplier terminal, OutputStream bytes) {
  /** Creates a shell without a terminal. */
  public Shell(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment,
      Timeouts timeouts) {
    this(in, out, err, environment, timeouts, () -> false);
  }

  /** Creates a shell for commands that print text. */
  public Shell(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment,
      Timeouts timeouts, BooleanSupplier terminal) {
    this(in, out, err, environment, timeouts, terminal, OutputStream.nullOutputStream());
  }

  /** Returns the shell of this process. Output is UTF-8 in every locale. */
  public static Shell ofProcess() {
    return new Shell(System.in, writer(FileDescriptor.out), writer(FileDescriptor.err),
        System.getenv(), Timeouts.DEFAULT, Shell::hasConsole,
        new FileOutputStream(FileDescriptor.out));
  }

  /** Returns the value of a variable, or an empty string if it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  public boolean isTerminal() {
    return terminal.getAsBoolean();
  }

  /** JDK 22 to 24 default to another console, slow to load and present without a terminal. */
  @SuppressWarnings("SystemConsoleNull") // the property brings the old console back
  private static boolean hasConsole() {
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), false, StandardCharsets.UTF_8);
  }
}
