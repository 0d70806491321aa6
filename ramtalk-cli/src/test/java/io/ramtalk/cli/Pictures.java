package io.ramtalk.cli;

import java.util.Base64;

/** A picture to send. */
final class Pictures {
  /** One pixel. */
  static final byte[] GIF = Base64.getDecoder().decode(
      "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private Pictures() {}
}
