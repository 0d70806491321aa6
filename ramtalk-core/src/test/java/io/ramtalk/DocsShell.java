package io.ramtalk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A runner of the shell blocks of one documentation page, in order, against a server. A block fails
 * if one of its commands fails or a response is an error.
 *
 * <p>Later blocks find the first two user ids in {@code $ANA} and {@code $BO}, and the latest token
 * in {@code $TOKEN}. The runner takes these values from the responses of the server.
 */
public final class DocsShell {
  private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]+)\"");
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
  private static final String PRELUDE =
      "set -eu\ncurl() { command curl -fsS --noproxy '*' -m 120 \"$@\"; echo; }\n";

  private final Path directory;
  private final URI server;
  private final Map<String, String> variables = new ConcurrentHashMap<>();
  private final StringBuilder output = new StringBuilder();

  /**
   * Prepares to run blocks.
   *
   * @param directory an empty folder that the commands run in
   * @param server the address that takes the place of {@code http://localhost:8000}
   */
  public DocsShell(Path directory, URI server) {
    this.directory = directory;
    this.server = server;
    variables.put("RAMTALK_SERVER", server.toString());
    variables.put("HOME", directory.toString());
  }

  /**
   * Sets a variable for the following blocks.
   *
   * @param name its name
   * @param value its value
   */
  public void set(String name, String value) {
    variables.put(name, value);
  }

  /**
   * Runs all shell blocks of a page.
   *
   * @param page its path below {@link Docs#root}
   * @return the output of the blocks
   * @throws IOException if a block cannot be run
   */
  public String run(String page) throws IOException {
    for (var block : Docs.blocks(page)) {
      if (block.language().equals("sh")) {
        awaitVariables(block.code());
        output.append(run(block));
        learn();
      }
    }
    return output.toString();
  }

  private void awaitVariables(String code) {
    if (code.contains("$CODE")) {
      Eventually.that("a code was delivered", () -> variables.containsKey("CODE"));
    }
  }

  private void learn() {
    var users = new ArrayList<>(
        USER.matcher(output).results().map(match -> match.group(1)).distinct().toList());
    if (!users.isEmpty()) {
      set("ANA", users.get(0));
    }
    if (users.size() > 1) {
      set("BO", users.get(1));
    }
    TOKEN.matcher(output).results().forEach(match -> set("TOKEN", match.group(1)));
  }

  private String run(Docs.Block block) throws IOException {
    var out = directory.resolve("out");
    var script = PRELUDE + block.code().replace("http://localhost:8000", server.toString());
    var builder = new ProcessBuilder("sh", "-c", script).directory(directory.toFile())
        .redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true)
        .redirectOutput(out.toFile());
    builder.environment().putAll(variables);
    var process = builder.start();
    try {
      int code = Eventually.exits(process);
      var said = Files.readString(out);
      if (code != 0) {
        throw new AssertionError("A block of " + block.page() + " exits with " + code + ":\n"
            + block.code() + said);
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
