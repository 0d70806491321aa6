package io.ramtalk.engine;

import java.nio.charset.StandardCharsets;

/** A name of at most eight bytes of UTF-8, stored in a long with the first byte lowest. */
final class ShortName {
  /* Unused bytes are zero, so a name that ends with U+0000 does not fit. */
  private static final int MAX_BYTES = Long.BYTES;

  private ShortName() {}

  static boolean fits(String name) {
    return name.length() <= MAX_BYTES && !name.endsWith("\0")
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /** Encodes a name that fits. */
  static long of(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    long packed = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      packed = (packed << 8) | (bytes[i] & 255);
    }
    return packed;
  }

  static String text(long packed) {
    int length = MAX_BYTES - Long.numberOfLeadingZeros(packed) / 8;
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (packed >>> (8 * i));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
