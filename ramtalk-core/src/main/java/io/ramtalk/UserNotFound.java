package io.ramtalk;

/** No user has the id that was asked for. */
public final class UserNotFound extends RamTalkException {
  private static final long serialVersionUID = 1L;

  /** Which user of the call is missing. */
  public enum Role {
    /** The one whose mailbox or profile was asked for. */
    USER("user_not_found", "No user has the id "),
    /** The one a message was sent from. */
    SENDER("sender_not_found", "No sender has the id "),
    /** The one a message was sent to. */
    TARGET("target_not_found", "No target has the id ");

    private final String code;
    private final String sentence;

    Role(String code, String sentence) {
      this.code = code;
      this.sentence = sentence;
    }
  }

  /**
   * Creates the refusal.
   *
   * @param role which user of the call is missing
   * @param id the id that nobody has
   */
  public UserNotFound(Role role, UserId id) {
    super(role.code, role.sentence + id, false);
  }
}
