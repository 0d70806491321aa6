package io.ramtalk.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes {@code multipart/form-data} as the clients of the first RAMTalk server write it. */
final class Multipart {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final String boundary;
  private final String fileType;

  private Multipart(String boundary, String fileType) {
    this.boundary = boundary;
    this.fileType = fileType;
  }

  /** As Python's requests does: a boundary of hexadecimal digits, no type of a file. */
  static Multipart ofRequests() {
    return new Multipart("a34d5cc61a5a2e340f05758d643410fc", "");
  }

  /** As curl does: a boundary that starts with dashes itself, and a type of a file. */
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

  /** Writes a part with any disposition. */
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

  /** Returns the body as it is when its client dies before the closing boundary. */
  byte[] bytesWithoutEnd() {
    return body.toByteArray();
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
