package io.ramtalk;

/** The mailbox of the target holds as many messages as it may; they must be received first. */
public final class MailboxFull extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private final transient UserId user;
  private final int capacity;

  MailboxFull(UserId user, int capacity) {
    super("mailbox_full", "", false);
    this.user = user;
    this.capacity = capacity;
  }

  /** Returns the text, made when it is asked for: under load, nobody asks. */
  @Override
  public String getMessage() {
    return "The mailbox of " + user + " is full (max " + capacity + ")";
  }

  /**
   * Returns the bound that was met.
   *
   * @return the capacity in messages
   */
  public int capacity() {
    return capacity;
  }
}
