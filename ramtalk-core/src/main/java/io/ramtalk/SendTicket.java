package io.ramtalk;

/**
 * How a send may go on after its sender's books were asked.
 *
 * @param kind whether it may go on
 * @param from the sender
 * @param id the message, or the earlier one that has the same id of the sender's own
 */
public record SendTicket(Kind kind, UserId from, MessageId id) {
  /** Whether a send may go on. */
  public enum Kind {
    /** It is the first of its id: put it into the mailbox. */
    NEW,
    /** It was sent before: answer as then. */
    REPEATED,
    /** Another call is sending it right now. */
    IN_PROGRESS,
    /** Its id belongs to a message for someone else. */
    REUSED
  }
}
