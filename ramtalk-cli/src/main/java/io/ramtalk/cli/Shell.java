package io.ramtalk.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a command has from the process it runs in.
 *
 * @param in standard input
 * @param out standard output, which the end of the command flushes
 * @param err standard error
 * @param environment the variables
 * @param timeouts how long to wait for the server
 * @param terminal tells whether a person at a terminal reads the output
 */
record Shell(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment,
    Timeouts timeouts, BooleanSupplier terminal) {
  /** Describes a shell without a terminal. */
  Shell(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment,
      Timeouts timeouts) {
    this(in, out, err, environment, timeouts, () -> false);
  }

  /** Returns the shell of this process. Output is UTF-8, whatever the locale. */
  static Shell ofProcess() {
    return new Shell(System.in, writer(FileDescriptor.out), writer(FileDescriptor.err),
        System.getenv(), Timeouts.DEFAULT, Shell::hasConsole);
  }

  /** Returns the value of a variable; one that is not set is empty. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  boolean isTerminal() {
    return terminal.getAsBoolean();
  }

  /** JDK 22 to 24 have another console, which takes a while to load and is there without one. */
  @SuppressWarnings("SystemConsoleNull") // the property brings the old console back
  private static boolean hasConsole() {
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), false, StandardCharsets.UTF_8);
  }
}
