package io.ramtalk.cli;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A picture, as the server describes it. */
record Picture(Map<String, String> members) {

  /** Returns what reads a member of that name into the list. */
  static Json.Nested into(List<Picture> pictures) {
    return (name, json) -> {
      var members = Json.members(json);
      if (name.equals("image") && !members.isEmpty()) {
        pictures.add(new Picture(members));
      }
    };
  }

  /** Returns what it is, for people: type, size in pixels and in bytes. */
  String note() {
    return Escapes.line(member("type") + ", " + member("width") + " x " + member("height")
        + " pixels, " + member("bytes") + " bytes");
  }

  /** Returns the end of a file's name. */
  String extension() {
    return switch (member("type")) {
      case "image/png" -> ".png";
      case "image/jpeg" -> ".jpg";
      case "image/gif" -> ".gif";
      case "image/webp" -> ".webp";
      default -> ".bin";
    };
  }

  /** Returns the file. */
  byte[] bytes() {
    try {
      return Base64.getDecoder().decode(members.getOrDefault("data", ""));
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.UNREACHABLE, "the server's answer has a picture that is none");
    }
  }

  private String member(String name) {
    return members.getOrDefault(name, "-");
  }
}
