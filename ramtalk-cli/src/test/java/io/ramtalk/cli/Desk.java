package io.ramtalk.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment and home folder of one person, which several commands share.
 *
 * @param environment the environment variables
 * @param home the home folder
 */
record Desk(Map<String, String> environment, Path home) {
  /** Creates a desk with a server and an empty home. */
  static Desk at(URI server, Path home) {
    return new Desk(Map.of("RAMTALK_SERVER", server.toString(), "HOME", home.toString()), home);
  }

  /** Returns a desk with one more variable. */
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

  /** Returns the path of the token file. */
  Path tokens() {
    return home.resolve(".config/ramtalk/tokens.json");
  }
}
