package io.ramtalk;

/** The messenger was closed; everything it held is gone. */
public final class MessengerClosed extends RamTalkException {
  private static final long serialVersionUID = 1L;

  /** Creates the refusal. */
  public MessengerClosed() {
    super("closed", "The messenger is closed");
  }
}
