package io.ramtalk;

/**
 * Says that a call was refused and changed nothing ({@link EngineUnavailable} alone may say that
 * this is not known). {@link #code()} is for programs and never
 * changes; the message is for people and carries the offending value, never a secret.
 */
public abstract sealed class RamTalkException extends RuntimeException
    permits InvalidInput, UserNotFound, MailboxFull, SendConflict, TooManyUsers, RamExhausted,
        EngineUnavailable, MessengerClosed {
  private static final long serialVersionUID = 1L;

  private final String code;

  RamTalkException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** For refusals that are part of normal load: they carry no stack trace. */
  RamTalkException(String code, String message, boolean stackTrace) {
    super(message, null, false, stackTrace);
    this.code = code;
  }

  /**
   * Returns the stable word for this refusal, such as {@code mailbox_full}.
   *
   * @return lower case words joined by underscores
   */
  public String code() {
    return code;
  }
}
