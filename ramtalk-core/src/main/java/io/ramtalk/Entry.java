package io.ramtalk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message in a mailbox that more has to be known of than what it is: it may go by itself, or
 * its delivery has begun.
 *
 * <p><b>Threads:</b> as its mailbox.
 */
final class Entry {
  /** The lease that has it, or had it last; null if it was never leased or was released. */
  private @Nullable LeaseId lease;

  private final byte[] packed;
  private final Extras extras;
  private long sequence;
  private long leaseUntil = Long.MIN_VALUE;
  private long seenAt = Message.NEVER;
  private int deliveries;
  private boolean hidden;
  private boolean inTransit;

  Entry(byte[] packed, Extras extras, long sequence) {
    this.packed = packed;
    this.extras = extras;
    this.sequence = sequence;
  }

  /** Returns its place in the order in which live connections are shown messages. */
  long sequence() {
    return sequence;
  }

  /** Moves it in the order in which live connections are shown messages. */
  void resequence(long newSequence) {
    sequence = newSequence;
  }

  /** Returns the message as it was handed out last. */
  Message message() {
    return new Message(packed, extras, Math.max(1, deliveries));
  }

  byte[] packed() {
    return packed;
  }

  Extras extras() {
    return extras;
  }

  /** True while a lease or a hand-over has it: nobody else gets it. */
  boolean isHidden() {
    return hidden;
  }

  /** True while it is being handed over, which takes no room of the mailbox. */
  boolean isInTransit() {
    return hidden && inTransit;
  }

  boolean hasLease(String id) {
    return lease != null && lease.is(id);
  }

  boolean isHeldBy(String id) {
    return hidden && hasLease(id);
  }

  /** True while a lease of a receiver has it; the live lease ends with its connections. */
  boolean isHeldForATime() {
    return hidden && leaseUntil != Message.NEVER && !isLive();
  }

  boolean isHeldLive() {
    return hidden && isLive();
  }

  private boolean isLive() {
    return lease == LeaseId.LIVE;
  }

  @Nullable LeaseId lease() {
    return lease;
  }

  /** Hands the message out to a lease until a time. */
  void hide(LeaseId id, long until, boolean transit) {
    lease = id;
    leaseUntil = until;
    hidden = true;
    inTransit = transit;
    deliveries++;
  }

  long leaseUntil() {
    return leaseUntil;
  }

  void renew(long until) {
    leaseUntil = until;
  }

  /** Ends a lease that ran out; it is remembered, for an acknowledgement that comes late. */
  void unhide() {
    hidden = false;
  }

  /** Takes the message back from its lease; that it was handed out is remembered. */
  void release(long now) {
    hidden = false;
    leaseUntil = now;
    lease = null;
  }

  /** True if there is no more to know of it than what is packed. */
  boolean isPlain() {
    return extras.isNone() && lease == null && leaseUntil == Long.MIN_VALUE
        && seenAt == Message.NEVER && deliveries == 0 && !hidden;
  }

  void see(long now) {
    if (seenAt == Message.NEVER) {
      seenAt = now;
    }
  }

  /** Returns the message with the number of times it was handed out, counting the next one. */
  Message next() {
    return new Message(packed, extras, deliveries + 1);
  }

  boolean leaseEnded(long now) {
    return hidden && leaseUntil <= now;
  }

  /**
   * Returns when it disappears: some time after it was seen, whoever has it; or when it expires
   * unfetched, which it does not before the end of a lease of a receiver.
   */
  long goneAt() {
    long expires = leaseUntil == Message.NEVER || isLive()
        ? extras.expiresAt() : Math.max(extras.expiresAt(), leaseUntil);
    long destructs = seenAt == Message.NEVER || extras.destructAfterMillis() == Message.NEVER
        ? Message.NEVER : seenAt + extras.destructAfterMillis();
    return Math.min(expires, destructs);
  }

  /** Returns the next time at which something happens to it by itself. */
  long nextChange() {
    return Math.min(goneAt(), hidden ? leaseUntil : Message.NEVER);
  }

  /** Writes it with the place of its lease among those of the mailbox, -1 for none. */
  void pack(Packer packer, int leasePlace) {
    new Message(packed, extras, 1).pack(packer);
    packer.putNumber(sequence).putNumber(leasePlace).putLong(leaseUntil).putLong(seenAt)
        .putNumber(deliveries).put(hidden).put(inTransit);
  }

  static Entry unpack(Unpacker from, List<LeaseId> leases) {
    var message = Message.unpack(from);
    long sequence = from.getNumber();
    Message.setSequence(message.packed(), sequence);
    var entry = new Entry(message.packed(), message.extras(), sequence);
    int place = from.getInt();
    entry.lease = place < 0 ? null : Unpacker.oneOf(leases, place);
    entry.leaseUntil = from.getLong();
    entry.seenAt = from.getLong();
    entry.deliveries = from.getInt();
    entry.hidden = from.getBoolean();
    entry.inTransit = from.getBoolean();
    return entry;
  }
}
