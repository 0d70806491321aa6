package io.ramtalk.server.internal.wire;

import org.jspecify.annotations.Nullable;

/** A rejection of a request, which becomes a problem response. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String limit;
  private final long retryAfterSeconds;

  /** Creates a rejection with a 4xx status, a stable code and a sentence for people. */
  public ProblemException(int status, String code, String detail) {
    this(status, code, detail, null, 0);
  }

  /**
   * Creates a rejection that names the exceeded limit and the seconds until a retry can succeed.
   */
  public ProblemException(
      int status, String code, String detail, @Nullable String limit, long retryAfterSeconds) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.limit = limit;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** Returns the name of the exceeded limit, or null. */
  public @Nullable String limit() {
    return limit;
  }

  /** Returns the seconds until a retry can succeed, or 0 if unknown. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
