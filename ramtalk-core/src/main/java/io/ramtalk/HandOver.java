package io.ramtalk;

import java.util.List;

/**
 * Messages on their way to their user: taken out of the mailbox, but not yet gone. Whoever carries
 * them says how it ended, once.
 *
 * <p><b>Threads:</b> any number.
 */
public final class HandOver {
  private final RamTalk talk;
  private final UserId user;
  private final String lease;
  private final List<Message> messages;

  HandOver(RamTalk talk, UserId user, String lease, List<Message> messages) {
    this.talk = talk;
    this.user = user;
    this.lease = lease;
    this.messages = messages;
  }

  /**
   * Returns what is handed over.
   *
   * @return the messages, oldest first
   */
  public List<Message> messages() {
    return messages;
  }

  /** Says that the messages arrived: they are deleted. */
  public void confirm() {
    if (!messages.isEmpty()) {
      talk.acknowledgeIfPresent(user, lease);
    }
  }

  /** Says that the messages did not arrive: they go back to their places. */
  public void takeBack() {
    if (!messages.isEmpty()) {
      talk.releaseIfPresent(user, lease);
    }
  }
}
