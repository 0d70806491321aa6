package io.ramtalk;

/** The mailbox of the receiver is at its capacity; messages must be received first. */
public final class MailboxFull extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private final transient UserId user;
  private final int capacity;

  MailboxFull(UserId user, int capacity) {
    super("mailbox_full", "", false);
    this.user = user;
    this.capacity = capacity;
  }

  /** Returns the message, created on demand: under load it is never read. */
  @Override
  public String getMessage() {
    return "The mailbox of " + user + " is full (max " + capacity + ")";
  }

  /**
   * Returns the capacity of the mailbox.
   *
   * @return the capacity in messages
   */
  public int capacity() {
    return capacity;
  }
}
