package io.ramtalk.cli.internal.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
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
 */
public record Shell(InputStream in, PrintWriter out, PrintWriter err,
    Map<String, String> environment,
    Timeouts timeouts, BooleanSupplier terminal) {
  /** Creates a shell without a terminal. */
  public Shell(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment,
      Timeouts timeouts) {
    this(in, out, err, environment, timeouts, () -> false);
  }

  /** Returns the shell of this process. Output is UTF-8 in every locale. */
  public static Shell ofProcess() {
    return new Shell(System.in, writer(FileDescriptor.out), writer(FileDescriptor.err),
        System.getenv(), Timeouts.DEFAULT, Shell::hasConsole);
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
