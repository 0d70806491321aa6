package io.ramtalk;

import java.time.Duration;
import java.time.Instant;

/**
 * What a messenger holds, added up over all accounts. While it is counted the messenger goes on,
 * so a busy one was at no single moment quite as this says; with no call under way it is exact.
 *
 * @param at when the count ended
 * @param users registered users
 * @param withMail mailboxes that hold a message, leased or not
 * @param waiting messages that nobody has leased
 * @param leased messages that a lease, a live connection or a hand-over has
 * @param oldest how long the oldest message that waits has done so; zero if none does
 * @param bytes what all of it counts against the byte budget
 */
public record Census(Instant at, long users, long withMail, long waiting, long leased,
    Duration oldest, Bytes bytes) {
  /**
   * Bytes of the budget by what they hold.
   *
   * @param users accounts: ids, numbers and names
   * @param images pictures of users and of messages
   * @param messages mailboxes with their messages, and the alarms of what is due by itself
   * @param leases ids of leases
   * @param receipts receipts of senders, and the ids that they gave to messages
   */
  public record Bytes(long users, long images, long messages, long leases, long receipts) {
    /** Nothing. */
    public static final Bytes NONE = new Bytes(0, 0, 0, 0, 0);

    /**
     * Returns the sum.
     *
     * @return bytes
     */
    public long total() {
      return users + images + messages + leases + receipts;
    }

    Bytes plus(Bytes other) {
      return new Bytes(users + other.users, images + other.images, messages + other.messages,
          leases + other.leases, receipts + other.receipts);
    }
  }
}
