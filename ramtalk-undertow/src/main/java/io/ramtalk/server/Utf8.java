package io.ramtalk.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 and refuses what is none, instead of putting replacement characters in. */
final class Utf8 {
  private Utf8() {}

  static String decode(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RequestRefused(400, "not_utf8", what + " is not valid UTF-8");
    }
  }
}
