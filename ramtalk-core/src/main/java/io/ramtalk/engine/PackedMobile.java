package io.ramtalk.engine;

import io.ramtalk.Mobile;
import java.nio.charset.StandardCharsets;

/** Canonical mobile numbers as longs. */
final class PackedMobile {
  /* A canonical form of up to 17 digits fits in 63 bits: the digits as a number, their count, since
   * zeros may lead, and a bit for the plus. */
  private static final int LENGTH_SHIFT = 57;
  private static final int PLUS_SHIFT = 62;

  private PackedMobile() {}

  /** Returns a unique encoding of the canonical form. */
  static long of(Mobile mobile) {
    var canonical = mobile.canonical();
    boolean hasPlus = canonical.charAt(0) == '+';
    long value = 0;
    for (int i = hasPlus ? 1 : 0; i < canonical.length(); i++) {
      value = 10 * value + canonical.charAt(i) - '0';
    }
    long digits = hasPlus ? canonical.length() - 1L : canonical.length();
    return value | digits << LENGTH_SHIFT | (hasPlus ? 1L << PLUS_SHIFT : 0);
  }

  /** Returns the canonical form encoded by {@link #of}. */
  static String canonical(long packed) {
    int digits = (int) (packed >>> LENGTH_SHIFT) & 31;
    boolean hasPlus = packed >>> PLUS_SHIFT != 0;
    var text = new byte[digits + (hasPlus ? 1 : 0)];
    long value = packed & (1L << LENGTH_SHIFT) - 1;
    for (int i = text.length - 1; i >= 0; i -= 2) { // two digits per division, which are serial
      int pair = (int) (value % 100);
      value /= 100;
      text[i] = (byte) ('0' + pair % 10);
      if (i > 0) {
        text[i - 1] = (byte) ('0' + pair / 10);
      }
    }
    if (hasPlus) {
      text[0] = '+';
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
