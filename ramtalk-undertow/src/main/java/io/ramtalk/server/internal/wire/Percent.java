package io.ramtalk.server.internal.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Decodes percent-encoding (RFC 3986, section 2.1) to raw bytes. */
final class Percent {
  private Percent() {}

  /**
   * Returns the bytes of a text whose characters are one byte each (ISO 8859-1).
   *
   * @throws IllegalArgumentException if a % is not followed by two hexadecimal digits
   */
  static byte[] decode(String encoded) {
    var bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 < encoded.length()) {
        bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 2;
      } else {
        throw new IllegalArgumentException("Incomplete escape");
      }
    }
    return bytes.toByteArray();
  }
}
