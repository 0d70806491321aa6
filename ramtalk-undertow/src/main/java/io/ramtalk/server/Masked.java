package io.ramtalk.server;

/** Shows as much of what is private as others may see. */
final class Masked {
  private static final int SHOWN_DIGITS = 2;

  private Masked() {}

  /** Returns a mobile number with each character but its last two digits replaced by a star. */
  static String mobile(String number) {
    var masked = new StringBuilder(number);
    int shown = 0;
    for (int i = masked.length() - 1; i >= 0; i--) {
      char c = masked.charAt(i);
      if (c >= '0' && c <= '9' && shown < SHOWN_DIGITS) {
        shown++;
      } else {
        masked.setCharAt(i, '*');
      }
    }
    return masked.toString();
  }
}
