package io.ramtalk;

/**
 * What one account holds.
 *
 * @param waiting messages that nobody has leased
 * @param leased messages that a lease, a live connection or a hand-over has
 * @param oldest when the oldest message that waits was sent, on the messenger's timeline, in
 *     milliseconds; {@link Long#MAX_VALUE} if none waits
 * @param bytes what the account counts against the byte budget
 */
public record Holdings(int waiting, int leased, long oldest, Census.Bytes bytes) {
  /** An account without a mailbox. */
  static final Holdings NONE = new Holdings(0, 0, Message.NEVER, Census.Bytes.NONE);
}
