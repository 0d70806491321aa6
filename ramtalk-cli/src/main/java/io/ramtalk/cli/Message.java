package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message, as the server describes it. What its members say is not escaped yet. */
record Message(Map<String, String> members, @Nullable Picture picture) {

  /** Reads the message that the parser stands on. */
  static Message read(JsonParser json) throws IOException {
    var pictures = new ArrayList<Picture>(1);
    var members = Json.members(json, Picture.into(pictures));
    return new Message(members, pictures.isEmpty() ? null : pictures.get(0));
  }

  String id() {
    return member("id");
  }

  String from() {
    return member("from");
  }

  /** Returns a member, or a dash for one that is not there. */
  String member(String name) {
    return members.getOrDefault(name, "-");
  }

  /** Returns the text, which may be empty where there is a picture. */
  String text() {
    return members.getOrDefault("text", "");
  }
}
