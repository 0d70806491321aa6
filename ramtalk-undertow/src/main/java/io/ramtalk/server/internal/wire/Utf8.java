package io.ramtalk.server.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 strictly: rejects malformed input instead of replacing it. */
final class Utf8 {
  /* The decoder of String is the fastest, but it replaces errors instead of reporting them. A text
   * without a replacement character had no errors. */
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  static String decode(byte[] bytes, String what) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes, what);
  }

  private static String decodeStrictly(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(400, "not_utf8", what + " is not valid UTF-8");
    }
  }
}
