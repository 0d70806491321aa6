package io.ramtalk.cli;

/** Prints an answer that is one object: its status, and the id that came with it, if any. */
final class StatusView {
  private StatusView() {}

  static SharedOptions.View with(String id) {
    return (answer, out) -> {
      var members = Json.members(answer);
      var line = members.getOrDefault("status", "") + " " + members.getOrDefault(id, "");
      out.println(Escapes.line(line.strip()));
    };
  }
}
