package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as described by the server. Its values are not escaped yet. */
public record ReceivedMessage(Map<String, String> members, @Nullable Picture picture) {

  /** Reads the message on which the parser stands. */
  static ReceivedMessage read(JsonParser json) throws IOException {
    var pictures = new ArrayList<Picture>(1);
    var members = JsonStream.members(json, Picture.into(pictures));
    return new ReceivedMessage(members, pictures.isEmpty() ? null : pictures.get(0));
  }

  public String id() {
    return member("id");
  }

  public String from() {
    return member("from");
  }

  /** Returns a member, or a dash if it is missing. */
  public String member(String name) {
    return members.getOrDefault(name, "-");
  }

  /** Returns the text, which may be empty if there is a picture. */
  public String text() {
    return members.getOrDefault("text", "");
  }
}
