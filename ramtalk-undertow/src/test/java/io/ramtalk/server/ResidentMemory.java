package io.ramtalk.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of processes. */
final class ResidentMemory {
  private ResidentMemory() {}

  /** Returns whether the system reports resident memory, as Linux does. */
  static boolean isTold() {
    return Files.isReadable(status("self"));
  }

  /** Returns the resident bytes of this process, or 0 if the system does not report them. */
  static long bytes() throws IOException {
    return isTold() ? bytes("self") : 0;
  }

  /** Returns the resident bytes of a process. */
  static long bytes(ProcessHandle process) throws IOException {
    return bytes(String.valueOf(process.pid()));
  }

  private static long bytes(String process) throws IOException {
    return Files.readAllLines(status(process)).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).sum();
  }

  private static Path status(String process) {
    return Path.of("/proc", process, "status");
  }
}
