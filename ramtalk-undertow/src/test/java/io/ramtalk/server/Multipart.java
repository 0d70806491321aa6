package io.ramtalk.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body of type {@code multipart/form-data} as the clients of the first RAMTalk server write it.
 */
final class Multipart {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final String boundary;
  private final String fileType;

  private Multipart(String boundary, String fileType) {
    this.boundary = boundary;
    this.fileType = fileType;
  }

  /** Returns a body in the style of Python's requests: a hexadecimal boundary and no file type. */
  static Multipart ofRequests() {
    return new Multipart("a34d5cc61a5a2e340f05758d643410fc", "");
  }

  /** Returns a body in the style of curl: a boundary that starts with dashes, and a file type. */
  static Multipart ofCurl() {
    return new Multipart(
        "------------------------4084e7adc507e52b", "\r\nContent-Type: image/png");
  }

  Multipart field(String name, String value) {
    return part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
  }

  Multipart file(String name, String fileName, byte[] content) {
    return part("form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"" + fileType,
        content);
  }

  /** Adds a part with any disposition. */
  Multipart part(String disposition, byte[] content) {
    write("--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\n\r\n");
    body.writeBytes(content);
    write("\r\n");
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return whole.toByteArray();
  }

  /** Returns the body without its closing boundary, as from a client that dies. */
  byte[] bytesWithoutEnd() {
    return body.toByteArray();
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
