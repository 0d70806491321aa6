package io.ramtalk;

/** The id that a sender gave a message stands in the way of sending it. */
public final class SendConflict extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private SendConflict(String code, String message) {
    super(code, message, false);
  }

  /** Another call with the same id has not been answered yet: ask again to learn how it ended. */
  static SendConflict inProgress(String key) {
    return new SendConflict("send_in_progress",
        "A message with the id " + InvalidInput.quote(key) + " is being sent right now");
  }

  /** The id was given to a message for someone else. */
  static SendConflict reused(String key) {
    return new SendConflict("send_id_reused", "The id " + InvalidInput.quote(key)
        + " was given to a message for another user");
  }
}
