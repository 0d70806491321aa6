package io.ramtalk;

/** The mailbox of the target holds as many messages as it may; they must be received first. */
public final class MailboxFull extends RamTalkException {
  private static final long serialVersionUID = 1L;

  private final int capacity;

  MailboxFull(UserId user, int capacity) {
    super("mailbox_full", "The mailbox of " + user + " is full (max " + capacity + ")", false);
    this.capacity = capacity;
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
