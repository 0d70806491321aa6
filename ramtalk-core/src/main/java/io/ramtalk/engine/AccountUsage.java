package io.ramtalk.engine;

import io.ramtalk.Usage;

/**
 * The storage used by one account.
 *
 * @param waiting messages without a lease
 * @param leased messages held by a lease, a live connection or a transfer
 * @param oldest time at which the oldest waiting message was sent, on the messenger's timeline, in
 *     milliseconds; {@link Long#MAX_VALUE} if none is waiting
 * @param bytes memory counted against the byte budget
 */
public record AccountUsage(int waiting, int leased, long oldest, Usage.Bytes bytes) {
  /** An account without a mailbox. */
  static final AccountUsage NONE = new AccountUsage(0, 0, Engine.NEVER, Usage.Bytes.NONE);
}
