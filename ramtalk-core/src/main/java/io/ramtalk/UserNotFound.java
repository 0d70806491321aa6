package io.ramtalk;

/** A user id is not registered. */
public final class UserNotFound extends RamTalkException {
  private static final long serialVersionUID = 1L;

  /** The role of the missing user in the call. */
  public enum Role {
    /** The owner of the requested mailbox or profile. */
    USER("user_not_found", "The user is not registered: "),
    /** The sender of a message. */
    SENDER("sender_not_found", "The sender is not registered: "),
    /** The receiver of a message. */
    TARGET("target_not_found", "The receiver is not registered: ");

    private final String code;
    private final String sentence;

    Role(String code, String sentence) {
      this.code = code;
      this.sentence = sentence;
    }
  }

  /**
   * Creates the exception.
   *
   * @param role the role of the missing user in the call
   * @param id the unregistered id
   */
  public UserNotFound(Role role, UserId id) {
    super(role.code, role.sentence + id, false);
  }
}
