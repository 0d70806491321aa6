package io.ramtalk.benchmarks.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Lookup of installed programs. */
final class SearchPath {
  /* Debian's folder of servers, which is not on every user's path. */
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
   * Throws an exception if a program is missing.
   *
   * @param program the name of the program
   * @param debianPackage the Debian package that contains it
   * @throws IOException if it is not installed
   */
  static void require(String program, String debianPackage) throws IOException {
    if (find(program).isEmpty()) {
      throw new IOException(
          program + " is not installed; on Debian: apt-get install " + debianPackage);
    }
  }
}
