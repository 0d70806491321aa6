package io.ramtalk;

import java.time.Duration;
import java.time.Instant;

/**
 * The totals of all accounts. The messenger keeps working during the count, so under load the
 * totals do not describe a single moment. Without concurrent calls they are exact.
 *
 * @param at the time at which the count ended
 * @param users registered users
 * @param withMail mailboxes that hold at least one message, leased or not
 * @param waiting messages without a lease
 * @param leased messages held by a lease, a live connection or a transfer
 * @param oldest age of the oldest waiting message; zero if none is waiting
 * @param bytes memory counted against the byte budget
 */
public record Usage(Instant at, long users, long withMail, long waiting, long leased,
    Duration oldest, Bytes bytes) {
  /**
   * Bytes of the byte budget by kind of content.
   *
   * @param users accounts: ids, numbers and names
   * @param images pictures of users and of messages
   * @param messages mailboxes with their messages, and the timers of expiring content
   * @param leases ids of leases
   * @param receipts receipts and idempotency keys of senders; on a cluster also the ids of recent
   *     messages, by which a repeated call is recognized
   */
  public record Bytes(long users, long images, long messages, long leases, long receipts) {
    /** Zero bytes of everything. */
    public static final Bytes NONE = new Bytes(0, 0, 0, 0, 0);

    /**
     * Returns the sum.
     *
     * @return bytes
     */
    public long total() {
      return users + images + messages + leases + receipts;
    }

    /**
     * Adds the bytes of other accounts.
     *
     * @param other the bytes to add
     * @return the sums
     */
    public Bytes plus(Bytes other) {
      return new Bytes(users + other.users, images + other.images, messages + other.messages,
          leases + other.leases, receipts + other.receipts);
    }
  }
}
