package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Escapes;
import io.ramtalk.cli.internal.client.Json;

/** A view of a response that is one object: its status, and its id if there is one. */
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
