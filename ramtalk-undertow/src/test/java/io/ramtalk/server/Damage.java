package io.ramtalk.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Random damage to bytes: changes, insertions, deletions, repetitions and truncation. */
final class Damage {
  private static final byte[] SPICE =
      "\r\n\0\"\\{}[]:,%&=;-+ /?#\u00ff\u00c3\u00800123456789aZ".getBytes(StandardCharsets.UTF_8);

  private final Random random;

  Damage(Random random) {
    this.random = random;
  }

  /** Returns a damaged copy, or sometimes the bytes unchanged. */
  byte[] to(byte[] whole) {
    byte[] damaged = whole;
    for (int i = random.nextInt(4); i >= 0; i--) {
      damaged = once(damaged);
    }
    return damaged;
  }

  static String printable(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace("\r", "\\r").replace("\n", "\\n");
  }

  private byte[] once(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(20));
    return switch (random.nextInt(6)) {
      case 0 -> join(bytes, from, new byte[] {spice()}, Math.min(bytes.length, from + 1));
      case 1 -> join(bytes, from, new byte[] {spice(), spice(), spice()}, from);
      case 2 -> join(bytes, from, new byte[0], to);
      case 3 -> join(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
      case 4 -> join(bytes, from, new byte[] {(byte) random.nextInt(256)}, to);
      default -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, from) : bytes;
    };
  }

  private byte spice() {
    return SPICE[random.nextInt(SPICE.length)];
  }

  /** Joins the bytes before {@code head}, the middle and the bytes from {@code tail} on. */
  private static byte[] join(byte[] bytes, int head, byte[] middle, int tail) {
    var joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, head);
    joined.writeBytes(middle);
    joined.write(bytes, tail, bytes.length - tail);
    return joined.toByteArray();
  }
}
