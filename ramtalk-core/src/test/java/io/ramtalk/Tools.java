package io.ramtalk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs of this machine that some tests need. A test whose program is missing is skipped.
 * The test fails instead if the environment variable {@code CI} is {@code true}.
 */
public final class Tools {
  private Tools() {}

  /**
   * Returns the path of a program, and ends the test if the program is missing.
   *
   * @param program the name of the program
   * @return the program, found on the PATH or in this JDK
   */
  public static Path require(String program) {
    var found = find(program);
    require(program, found.isPresent());
    return found.orElseThrow();
  }

  /**
   * Ends the test if a tool is missing that cannot be found by its name alone.
   *
   * @param what the name under which people install the tool
   * @param isThere whether this machine has the tool
   */
  public static void require(String what, boolean isThere) {
    if (isThere) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(what + " is missing, and CI skips no test: install it");
    }
    Assumptions.abort(what + " is missing: install it to run this test");
  }

  /**
   * Finds a program.
   *
   * @param program the name of the program
   * @return the program, found on the PATH, among those of the system or in this JDK
   */
  public static Optional<Path> find(String program) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of((path + ":/usr/sbin:/sbin").split(":")).map(Path::of),
            Stream.of(Path.of(System.getProperty("java.home"), "bin")))
        .map(folder -> folder.resolve(program)).filter(Files::isExecutable).findFirst();
  }
}
