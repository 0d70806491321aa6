package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.SafeText;

/** A view of a response that is one object: its status, and its id if there is one. */
final class StatusView {
  private StatusView() {}

  static SharedOptions.View with(String id) {
    return (response, out) -> {
      var members = JsonStream.members(response);
      var line = members.getOrDefault("status", "") + " " + members.getOrDefault(id, "");
      out.println(SafeText.line(line.strip()));
    };
  }
}
