package io.ramtalk.cli.internal.print;

import com.fasterxml.jackson.core.JsonToken;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.SafeText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message from an event stream. Its values are not escaped yet.
 *
 * @param id the id of the message
 * @param from the user id of its sender
 * @param text the text, or empty
 * @param timestamp time at which it was sent
 * @param picture a description of its picture, or empty
 */
public record LiveMessage(String id, String from, String text, String timestamp, String picture) {
  private static final String CONTINUED = "    ";

  /** Parses the data of an event. */
  public static LiveMessage parse(String data) throws IOException {
    var members = new LinkedHashMap<String, String>();
    var picture = "";
    try (var json =
        JsonStream.read(new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8)))) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var name = json.currentName();
        boolean nested = !json.nextToken().isScalarValue();
        if (nested && name.equals("image")) {
          picture = picture(JsonStream.members(json));
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

  /** Prints the message in the format of all commands. */
  public void print(PrintWriter out, Names names, Times times) {
    var content = SafeText.block(content(), CONTINUED);
    out.println(times.of(timestamp) + "  " + names.of(from) + "  " + content);
  }

  /** Returns the text, followed by a line that describes the picture. */
  public String content() {
    var note = picture.isEmpty() ? "" : "[" + picture + "]";
    return text.isEmpty() || note.isEmpty() ? text + note : text + "\n" + note;
  }

  private static String picture(Map<String, String> image) {
    return image.getOrDefault("type", "picture") + ", " + image.getOrDefault("width", "?") + " x "
        + image.getOrDefault("height", "?") + " pixels, " + image.getOrDefault("bytes", "?")
        + " bytes";
  }
}
