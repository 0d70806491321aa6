package io.ramtalk.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 and refuses what is none, instead of putting replacement characters in. */
final class Utf8 {
  /* The decoder of String is the fastest there is, and says nothing of faults: it replaces them.
   * So a text without a replacement character had none. */
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
      throw new RequestRefused(400, "not_utf8", what + " is not valid UTF-8");
    }
  }
}
