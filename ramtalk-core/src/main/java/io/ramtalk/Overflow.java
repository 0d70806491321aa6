package io.ramtalk;

/** What a full mailbox does with one more message. */
public enum Overflow {
  /** Refuses it, so a sender that was told "accepted" is never contradicted by a later one. */
  REJECT,
  /** Drops the oldest waiting message and tells its sender; refuses if all are leased. */
  DROP_OLDEST
}
