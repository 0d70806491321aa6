package io.ramtalk;

/** The behaviour of a full mailbox when another message arrives. */
public enum Overflow {
  /** Rejects the new message, so a sender that was told "accepted" is never contradicted later. */
  REJECT,
  /** Drops the oldest waiting message and reports that to its sender. Rejects if all are leased. */
  DROP_OLDEST
}
