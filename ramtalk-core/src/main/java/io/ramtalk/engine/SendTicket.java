package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.UserId;

/**
 * The reply of a sender's outbox to the start of a send.
 *
 * @param kind how to proceed
 * @param from the sender
 * @param id the message, or the stored message with the same idempotency key
 */
public record SendTicket(Kind kind, UserId from, MessageId id) {
  /** The possible ways to proceed. */
  public enum Kind {
    /** The send is new: put the message into the mailbox. */
    NEW,
    /** The message was already sent: return its id again. */
    REPEATED,
    /** Another call is sending it right now. */
    IN_PROGRESS,
    /** The idempotency key belongs to a message for another receiver. */
    REUSED
  }
}
