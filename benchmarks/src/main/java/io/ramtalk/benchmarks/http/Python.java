package io.ramtalk.benchmarks.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Python 3 interpreter.
 *
 * @param program the path of the interpreter itself, not of a wrapper script
 */
record Python(String program) {
  /* Debian's modules work with Debian's interpreter, which may not be the first one found. */
  private static final Path DEBIAN = Path.of("/usr/bin/python3");

  /** Finds an interpreter with the given modules. */
  static Optional<Python> with(String... modules) throws IOException {
    var candidates = Stream.concat(SearchPath.find("python3").stream(), Stream.of(DEBIAN))
        .filter(Files::isExecutable).distinct().toList();
    for (var candidate : candidates) {
      var found = ask(candidate, modules);
      if (!found.isEmpty()) {
        return Optional.of(new Python(found));
      }
    }
    return Optional.empty();
  }

  /** Returns the path of the interpreter, or an empty string if a module is missing. */
  private static String ask(Path candidate, String... modules) throws IOException {
    var imports = Stream.concat(Stream.of("sys"), Stream.of(modules)).toList();
    var process = new ProcessBuilder(List.of(candidate.toString(), "-c",
        "import " + String.join(", ", imports) + "; print(sys.executable)"))
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var said = process.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
