package io.ramtalk;

/** An idempotency key is already in use, in a way that prevents this send. */
public final class SendConflict extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private SendConflict(String code, String message) {
    super(code, message, false);
  }

  /** Another call with the same key is in progress: retry to learn its outcome. */
  static SendConflict inProgress(String key) {
    return new SendConflict("send_in_progress",
        "A message with the id " + InvalidInput.quote(key) + " is already being sent; retry soon");
  }

  /** The key belongs to a message for another receiver. */
  static SendConflict reused(String key) {
    return new SendConflict("send_id_reused", "The id " + InvalidInput.quote(key)
        + " was used for a message to another user; use a new id");
  }
}
