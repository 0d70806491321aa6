package io.ramtalk.cli.internal.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * The body of a request.
 *
 * @param contentType the media type, or empty
 * @param bytes the content
 */
@SuppressWarnings("ArrayRecordComponent") public // bodies are sent, never compared
record Body(String contentType, byte[] bytes) {
  /** An empty body. */
  static final Body NONE = new Body("", new byte[0]);

  /** Encodes fields as {@code application/x-www-form-urlencoded}. */
  public static Body form(Map<String, String> fields) {
    var pairs = new StringJoiner("&");
    fields.forEach((name, value) ->
        pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return new Body("application/x-www-form-urlencoded", utf8(pairs.toString()));
  }

  /** Encodes fields and a picture as {@code multipart/form-data} (RFC 7578). */
  public static Body form(Map<String, String> fields, byte[] image) {
    var boundary = UUID.randomUUID().toString();
    var bytes = new ByteArrayOutputStream();
    fields.forEach((name, value) -> {
      bytes.writeBytes(utf8("--" + boundary + "\r\nContent-Disposition: form-data; name=\""
          + name + "\"\r\n\r\n" + value + "\r\n"));
    });
    /* The server needs a file name to recognize the part as a file, but not the real one, which
     * stays private. */
    bytes.writeBytes(utf8("--" + boundary + "\r\nContent-Disposition: form-data; name=\"image\"; "
        + "filename=\"image\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
    bytes.writeBytes(image);
    bytes.writeBytes(utf8("\r\n--" + boundary + "--\r\n"));
    return new Body("multipart/form-data; boundary=" + boundary, bytes.toByteArray());
  }

  /** Encodes an object as JSON. */
  public static Body json(JsonStream.Members members) throws IOException {
    return new Body("application/json", JsonStream.object(members));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
