package io.ramtalk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs of this machine. */
final class SearchPath {
  /* Where Debian keeps servers, which is not on the path of every user. */
  private static final String SERVERS = "/usr/sbin";

  private SearchPath() {}

  static Optional<Path> find(String program) {
    var directories = System.getenv().getOrDefault("PATH", "") + ":" + SERVERS;
    return Stream.of(directories.split(":"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Refuses to go on without a program.
   *
   * @param program its name
   * @param debianPackage the package of Debian that has it
   * @throws IOException if it is not installed
   */
  static void require(String program, String debianPackage) throws IOException {
    if (find(program).isEmpty()) {
      throw new IOException(
          program + " is not installed; on Debian: apt-get install " + debianPackage);
    }
  }
}
