package io.ramtalk.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where somebody sits who has a home: commands know a server, and what earlier ones kept.
 *
 * @param environment the variables
 * @param home the folder
 */
record Desk(Map<String, String> environment, Path home) {
  /** Has a server and an empty home. */
  static Desk at(URI server, Path home) {
    return new Desk(Map.of("RAMTALK_SERVER", server.toString(), "HOME", home.toString()), home);
  }

  /** Has one more variable. */
  Desk with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new Desk(more, home);
  }

  CommandRun run(String... args) {
    return reading("", args);
  }

  CommandRun reading(String input, String... args) {
    return CommandRun.of(
        environment, input.getBytes(StandardCharsets.UTF_8), CommandRun.TIMEOUTS, args);
  }

  RunningCommand start(String... args) throws Exception {
    return RunningCommand.start(environment, args);
  }

  /** Returns the file of tokens. */
  Path tokens() {
    return home.resolve(".config/ramtalk/tokens.json");
  }
}
