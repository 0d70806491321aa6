package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.process.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The load generator wrk on processor 1, with one thread that runs the script {@code load.lua}. */
final class Wrk {
  private static final int LOAD_PROCESSOR = 1;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Scratch scratch;
  private final int connections;
  private final Path script;

  Wrk(Scratch scratch, int connections) throws IOException {
    this.connections = connections;
    this.scratch = scratch;
    script = scratch.copy("load.lua");
  }

  /**
   * Loads a server.
   *
   * @param port the port of the server
   * @param length the duration, in whole seconds
   * @param load the kind of load, and a file with user ids
   * @return the output values of the script by name
   * @throws IOException if wrk fails or does not exit in time
   */
  Map<String, Long> run(int port, Duration length, List<String> load)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("wrk", "-t1", "-c" + connections,
        "-d" + length.toSeconds() + "s", "--timeout", "10s", "-s", script.toString(),
        "http://127.0.0.1:" + port, "--"));
    command.addAll(load);
    var process = scratch.start(LOAD_PROCESSOR, command);
    try {
      boolean ended = process.awaitEnd(length.plus(PATIENCE));
      var output = process.output();
      var figures = figures(output);
      if (!ended || figures.isEmpty()) {
        throw new IOException("wrk failed or did not exit in time. Its output: " + output);
      }
      return figures;
    } finally {
      process.end();
    }
  }

  static Map<String, Long> figures(String output) {
    return output.lines().filter(line -> line.startsWith("figure ")).map(line -> line.split(" "))
        .collect(Collectors.toMap(words -> words[1], words -> Long.valueOf(words[2])));
  }
}
