package io.ramtalk.engine;

/**
 * The id of a lease: one object shared by all messages that it holds or held last, so that its
 * memory is counted once.
 *
 * <p><b>Threads:</b> those of the mailbox. <b>Cost:</b> O(length of the id).
 */
final class LeaseId {
  /** The id of live leases: all mailboxes share it, so its memory is not counted. */
  static final LeaseId LIVE = new LeaseId(Command.LIVE_LEASE);

  private final String text;
  private int messages;

  LeaseId(String text) {
    this.text = text;
  }

  /** Returns an id with the same text, to which no message refers yet. */
  LeaseId copy() {
    return this == LIVE ? LIVE : new LeaseId(text);
  }

  boolean is(String id) {
    return text.equals(id);
  }

  /** Returns the bytes it counts against the byte budget while a message refers to it. */
  long bytes() {
    return this == LIVE ? 0 : MemoryCost.lease(text);
  }

  /** Adds (1) or removes (-1) a message that refers to it. Returns the change in counted bytes. */
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
