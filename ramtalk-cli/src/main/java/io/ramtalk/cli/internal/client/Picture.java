package io.ramtalk.cli.internal.client;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A picture as described by the server. */
public record Picture(Map<String, String> members) {

  /** Returns a reader that adds the picture of a message or profile to a list. */
  public static JsonStream.Nested into(List<Picture> pictures) {
    return (name, json) -> {
      var members = JsonStream.members(json);
      if (name.equals("image") && !members.isEmpty()) {
        pictures.add(new Picture(members));
      }
    };
  }

  /** Returns a description for people: type, dimensions and size. */
  public String note() {
    return SafeText.line(member("type") + ", " + member("width") + " x " + member("height")
        + " pixels, " + member("bytes") + " bytes");
  }

  /** Returns the file name extension. */
  public String extension() {
    return switch (member("type")) {
      case "image/png" -> ".png";
      case "image/jpeg" -> ".jpg";
      case "image/gif" -> ".gif";
      case "image/webp" -> ".webp";
      default -> ".bin";
    };
  }

  /** Returns the bytes of the file. */
  public byte[] bytes() {
    try {
      return Base64.getDecoder().decode(members.getOrDefault("data", ""));
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.UNREACHABLE, "the server sent a picture that is not base 64");
    }
  }

  private String member(String name) {
    return members.getOrDefault(name, "-");
  }
}
