package io.ramtalk.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox entry with delivery state: a lease, an expiry or a seen time.
 *
 * <p><b>Threads:</b> those of its mailbox.
 */
final class Entry {
  /** The current or latest lease; null if the entry was never leased or was released. */
  private @Nullable LeaseId lease;

  private final byte[] packed;
  private final Extras extras;
  private long sequence;
  private long leaseUntil = Long.MIN_VALUE;
  private long seenAt = Engine.NEVER;
  private int deliveries;
  private boolean hidden;
  private boolean inTransit;

  Entry(byte[] packed, Extras extras, long sequence) {
    this.packed = packed;
    this.extras = extras;
    this.sequence = sequence;
  }

  /** Returns a copy with a copy of its lease, or with no lease. */
  Entry copy(@Nullable LeaseId leaseCopy) {
    var copy = new Entry(packed, extras, sequence);
    copy.seenAt = seenAt;
    copy.deliveries = deliveries;
    if (leaseCopy != null) {
      copy.lease = leaseCopy;
      copy.leaseUntil = leaseUntil;
      copy.hidden = hidden;
      copy.inTransit = inTransit;
    }
    return copy;
  }

  /** Returns the position in the delivery order of live connections. */
  long sequence() {
    return sequence;
  }

  /** Changes the position in the delivery order of live connections. */
  void resequence(long newSequence) {
    sequence = newSequence;
  }

  /** Returns the message with the delivery count of its latest delivery. */
  StoredMessage message() {
    return new StoredMessage(packed, extras, Math.max(1, deliveries));
  }

  byte[] packed() {
    return packed;
  }

  Extras extras() {
    return extras;
  }

  /** Returns true while a lease or a transfer holds the entry, hidden from other receivers. */
  boolean isHidden() {
    return hidden;
  }

  /** Returns true during a transfer; the entry does not count against the capacity then. */
  boolean isInTransit() {
    return hidden && inTransit;
  }

  boolean hasLease(String id) {
    return lease != null && lease.is(id);
  }

  boolean isHeldBy(String id) {
    return hidden && hasLease(id);
  }

  /** Returns true while a receiver's lease, which has an end, holds the entry. */
  boolean isHeldForATime() {
    return hidden && leaseUntil != Engine.NEVER && !isLive();
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

  /** Hides the entry under a lease until a time. */
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

  /** Ends an expired lease. The lease is remembered, for a late acknowledgement. */
  void unhide() {
    hidden = false;
  }

  /** Releases the entry from its lease. The delivery count stays. */
  void release(long now) {
    hidden = false;
    leaseUntil = now;
    lease = null;
  }

  /** Returns true if there is no state beyond the packed message. */
  boolean isPlain() {
    return extras.isNone() && lease == null && leaseUntil == Long.MIN_VALUE
        && seenAt == Engine.NEVER && deliveries == 0 && !hidden;
  }

  void see(long now) {
    if (seenAt == Engine.NEVER) {
      seenAt = now;
    }
  }

  /** Returns the message with the delivery count of the next delivery. */
  StoredMessage next() {
    return new StoredMessage(packed, extras, deliveries + 1);
  }

  boolean leaseEnded(long now) {
    return hidden && leaseUntil <= now;
  }

  /**
   * Returns the time at which the entry disappears. It self-destructs some time after it was seen,
   * even while leased. It expires unfetched, but not before a receiver's lease ends.
   */
  long goneAt() {
    long expires = leaseUntil == Engine.NEVER || isLive()
        ? extras.expiresAt() : Math.max(extras.expiresAt(), leaseUntil);
    long destructs = seenAt == Engine.NEVER || extras.destructAfterMillis() == Engine.NEVER
        ? Engine.NEVER : seenAt + extras.destructAfterMillis();
    return Math.min(expires, destructs);
  }

  /** Returns the time of the next timed change. */
  long nextChange() {
    return Math.min(goneAt(), hidden ? leaseUntil : Engine.NEVER);
  }

  /** Encodes the entry with the index of its lease in the mailbox, -1 for none. */
  void pack(Packer packer, int leasePlace) {
    new StoredMessage(packed, extras, 1).pack(packer);
    packer.putNumber(sequence).putNumber(leasePlace).putLong(leaseUntil).putLong(seenAt)
        .putNumber(deliveries).put(hidden).put(inTransit);
  }

  static Entry unpack(Unpacker from, List<LeaseId> leases) {
    var message = StoredMessage.unpack(from);
    long sequence = from.getNumber();
    StoredMessage.setSequence(message.packed(), sequence);
    var entry = new Entry(message.packed(), message.extras(), sequence);
    int place = from.getInt();
    entry.lease = place < 0 ? null : Unpacker.oneOf(leases, place);
    entry.leaseUntil = from.getLong();
    entry.seenAt = from.getLong();
    entry.deliveries = from.getInt();
    entry.hidden = from.getBoolean();
    entry.inTransit = from.getBoolean();
    Unpacker.require(entry.deliveries >= 0, "Negative number of deliveries");
    Unpacker.require(entry.lease != null || !entry.hidden, "Hidden without a lease");
    return entry;
  }
}
