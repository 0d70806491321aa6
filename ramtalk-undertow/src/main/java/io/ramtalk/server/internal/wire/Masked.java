package io.ramtalk.server.internal.wire;

/** Masks private data. */
public final class Masked {
  private static final int SHOWN_DIGITS = 2;

  private Masked() {}

  /** Returns a mobile number with stars in place of all characters except its last two digits. */
  public static String mobile(String number) {
    var points = number.codePoints().toArray();
    int shown = 0;
    for (int i = points.length - 1; i >= 0; i--) {
      if (Character.isDigit(points[i]) && shown < SHOWN_DIGITS) {
        shown++;
      } else {
        points[i] = '*';
      }
    }
    return new String(points, 0, points.length);
  }
}
