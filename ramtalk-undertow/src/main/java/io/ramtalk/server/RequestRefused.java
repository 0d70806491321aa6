package io.ramtalk.server;

/** A request that is wrong before the messenger is asked; becomes a problem answer. */
final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /** The status is 4xx, the code a stable word, the detail a sentence for people. */
  RequestRefused(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
