package io.ramtalk.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.UUID;

/** Makes names that nobody else has, for what may be asked twice. */
final class RandomId {
  /* Where there is a device of random bytes it is read, because loading the JDK's generators takes
   * a command about 20 ms. */
  private static final String DEVICE = "/dev/urandom";
  private static final int BYTES = 16;

  private RandomId() {}

  static String next() {
    try (var device = new FileInputStream(DEVICE)) {
      var bytes = device.readNBytes(BYTES);
      if (bytes.length == BYTES) {
        return HexFormat.of().formatHex(bytes);
      }
    } catch (IOException e) {
      // This system has no such device.
    }
    return UUID.randomUUID().toString();
  }
}
