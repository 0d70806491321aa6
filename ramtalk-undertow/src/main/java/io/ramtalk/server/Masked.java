package io.ramtalk.server;

/** Shows as much of what is private as others may see. */
final class Masked {
  private static final int SHOWN_DIGITS = 2;

  private Masked() {}

  /** Returns a mobile number with each character but its last two digits replaced by a star. */
  static String mobile(String number) {
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
