package io.ramtalk;

/**
 * A rejected call, which changed nothing. Only {@link EngineUnavailable} may also mean an unknown
 * outcome. {@link #code()} is stable and meant for programs. The message is meant for people and
 * carries the invalid value, but never a secret.
 */
public abstract sealed class RamTalkException extends RuntimeException
    permits InvalidInput, InvalidSnapshot, UserNotFound, MailboxFull, SendConflict, TooManyUsers,
        RamExhausted, EngineUnavailable, MessengerClosed {
  private static final long serialVersionUID = 1L;

  private final String code;

  RamTalkException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** For exceptions that are part of normal load and carry no stack trace. */
  RamTalkException(String code, String message, boolean stackTrace) {
    super(message, null, false, stackTrace);
    this.code = code;
  }

  /**
   * Returns the stable code of this exception, such as {@code mailbox_full}.
   *
   * @return lower-case words joined by underscores
   */
  public String code() {
    return code;
  }
}
