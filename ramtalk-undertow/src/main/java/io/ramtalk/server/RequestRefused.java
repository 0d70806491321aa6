package io.ramtalk.server;

import org.jspecify.annotations.Nullable;

/** A request that is wrong before the messenger is asked; becomes a problem answer. */
final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String limit;
  private final long retryAfterSeconds;

  /** The status is 4xx, the code a stable word, the detail a sentence for people. */
  RequestRefused(int status, String code, String detail) {
    this(status, code, detail, null, 0);
  }

  /** Names the limit that was reached, and says in how many seconds one more fits in. */
  RequestRefused(
      int status, String code, String detail, @Nullable String limit, long retryAfterSeconds) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.limit = limit;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** Returns the word of the limit that was reached; null for none. */
  @Nullable String limit() {
    return limit;
  }

  /** Returns when to try again; 0 where that is not known. */
  long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
