package io.ramtalk.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command has from the process it runs in.
 *
 * @param in standard input
 * @param out standard output, which the end of the command flushes
 * @param err standard error
 * @param environment the variables
 * @param timeouts how long to wait for the server
 */
record Shell(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment,
    Timeouts timeouts) {

  /** Returns the shell of this process. Output is UTF-8, whatever the locale. */
  static Shell ofProcess() {
    return new Shell(System.in, writer(FileDescriptor.out), writer(FileDescriptor.err),
        System.getenv(), Timeouts.DEFAULT);
  }

  /** Returns the value of a variable; one that is not set is empty. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), false, StandardCharsets.UTF_8);
  }
}
