package io.ramtalk.cli.internal.client;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.UUID;

/** Unique random ids for requests that may be repeated. */
public final class RandomId {
  /* The random device of the system is read if there is one, because loading the JDK's generators
   * takes about 20 ms. */
  private static final String DEVICE = "/dev/urandom";
  private static final int BYTES = 16;

  private RandomId() {}

  public static String next() {
    try (var device = new FileInputStream(DEVICE)) {
      var bytes = device.readNBytes(BYTES);
      if (bytes.length == BYTES) {
        return HexFormat.of().formatHex(bytes);
      }
    } catch (IOException e) {
      // This system has no random device.
    }
    return UUID.randomUUID().toString();
  }
}
