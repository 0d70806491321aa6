package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message as a stream brings it. Nothing in it is escaped yet.
 *
 * @param id its id
 * @param from the user id of its sender
 * @param text the text, or empty
 * @param timestamp when it was sent
 * @param picture what kind of picture it has and how large it is, or empty
 */
record LiveMessage(String id, String from, String text, String timestamp, String picture) {
  private static final String CONTINUED = "    ";

  /** Reads the data of an event. */
  static LiveMessage parse(String data) throws IOException {
    var members = new LinkedHashMap<String, String>();
    var picture = "";
    try (var json = Json.read(new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8)))) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var name = json.currentName();
        boolean nested = !json.nextToken().isScalarValue();
        if (nested && name.equals("image")) {
          picture = picture(Json.members(json));
        } else if (nested) {
          json.skipChildren();
        } else {
          members.put(name, json.getText());
        }
      }
    }
    return new LiveMessage(members.getOrDefault("id", ""), members.getOrDefault("from", "-"),
        members.getOrDefault("text", ""), members.getOrDefault("timestamp", "-"), picture);
  }

  /** Prints the message in the way that all commands do. */
  void print(PrintWriter out, Names names, Times times) {
    var content = Escapes.block(content(), CONTINUED);
    out.println(times.of(timestamp) + "  " + names.of(from) + "  " + content);
  }

  /** Returns the text and, in a line of its own, a note of the picture. */
  String content() {
    var note = picture.isEmpty() ? "" : "[" + picture + "]";
    return text.isEmpty() || note.isEmpty() ? text + note : text + "\n" + note;
  }

  private static String picture(Map<String, String> image) {
    return image.getOrDefault("type", "picture") + ", " + image.getOrDefault("width", "?") + " x "
        + image.getOrDefault("height", "?") + " pixels, " + image.getOrDefault("bytes", "?")
        + " bytes";
  }
}
