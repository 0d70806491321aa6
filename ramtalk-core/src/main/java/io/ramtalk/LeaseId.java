package io.ramtalk;

/**
 * The id of a lease, one object for all messages that it has or had last, so that it is charged
 * once.
 *
 * <p><b>Threads:</b> as the mailbox of its messages. <b>Cost:</b> O(length of the id).
 */
final class LeaseId {
  /** The id of live leases: all mailboxes share it, so it is charged to none. */
  static final LeaseId LIVE = new LeaseId(Command.Follow.LEASE);

  private final String text;
  private int messages;

  LeaseId(String text) {
    this.text = text;
  }

  boolean is(String id) {
    return text.equals(id);
  }

  /** Returns what it counts against the byte budget while a message has it. */
  long bytes() {
    return this == LIVE ? 0 : Charge.lease(text);
  }

  /** Counts a message in, or out by a sign of -1; returns by how many bytes that is more. */
  long count(int sign) {
    if (this == LIVE) {
      return 0;
    }
    messages += sign;
    return messages == Math.max(0, sign) ? sign * bytes() : 0;
  }

  String text() {
    return text;
  }
}
