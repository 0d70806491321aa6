package io.ramtalk.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An interpreter of Python 3.
 *
 * @param program the file of the interpreter itself, not of a script that starts it
 */
record Python(String program) {
  /* Debian's modules are there for Debian's interpreter, which need not be the first one. */
  private static final Path DEBIAN = Path.of("/usr/bin/python3");

  /** Finds one that has some modules. */
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

  /** Returns where the interpreter is; nothing if a module is missing. */
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
