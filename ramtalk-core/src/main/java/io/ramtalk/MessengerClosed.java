package io.ramtalk;

/** The messenger is closed; its data is gone. */
public final class MessengerClosed extends RamTalkException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public MessengerClosed() {
    super("closed", "The messenger is closed");
  }
}
