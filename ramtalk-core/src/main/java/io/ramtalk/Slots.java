package io.ramtalk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a mailbox in their order, each as small as it can be.
 *
 * <p><b>Threads:</b> as the mailbox, which is one lest there be another object to visit.
 * <b>Cost:</b> O(1) but for {@link #close}, O(messages), and now and then {@link #add}.
 */
abstract sealed class Slots permits Mailbox {
  /* Most messages wait, are fetched and gone. Of such a one nothing is known but what it is, and a
   * slot holds its packed bytes; it gets an entry once there is more to know. An empty mailbox,
   * which most are, has no array: a new one is in the caches already, an old one is not. */
  private static final Object[] NONE = {};
  private static final int STEP = 2;

  private Object[] slots = NONE;
  private int size;
  private int cleared;

  final int size() {
    return size;
  }

  final void add(Message message, long sequence) {
    if (message.extras().isNone()) {
      Message.setSequence(message.packed(), sequence);
      put(message.packed());
    } else {
      put(new Entry(message.packed(), message.extras(), sequence));
    }
  }

  /** Adds what {@link #pack} wrote. */
  final void add(Entry entry) {
    put(entry.isPlain() ? entry.packed() : entry);
  }

  private void put(Object slot) {
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, size + Math.max(STEP, size >> 1));
    }
    slots[size++] = slot;
  }

  /** Returns the entry of a message, null if it waits and that is all. */
  final @Nullable Entry entry(int index) {
    return slots[index] instanceof Entry entry ? entry : null;
  }

  /** Returns the entries of those messages that have one. */
  final List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < size; i++) {
      if (slots[i] instanceof Entry entry) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Returns the entry of a message, which has one from now on. */
  final Entry makeEntry(int index) {
    var entry = asEntry(index);
    slots[index] = entry;
    return entry;
  }

  private Entry asEntry(int index) {
    if (slots[index] instanceof Entry entry) {
      return entry;
    }
    var packed = (byte[]) slots[index];
    return new Entry(packed, Extras.NONE, Message.sequence(packed));
  }

  final Message message(int index) {
    return slots[index] instanceof Entry entry ? entry.message()
        : new Message((byte[]) slots[index], Extras.NONE, 1);
  }

  /** Returns the message with the number of times it was handed out, counting the next one. */
  final Message next(int index) {
    return slots[index] instanceof Entry entry ? entry.next() : message(index);
  }

  final long sequence(int index) {
    return slots[index] instanceof Entry entry ? entry.sequence()
        : Message.sequence((byte[]) slots[index]);
  }

  /** Takes a message out; its slot stays, and must not be looked at, until {@link #close}. */
  final void clear(int index) {
    slots[index] = NONE;
    cleared++;
  }

  /** Closes the gaps; returns how many there were. */
  final int close() {
    int gaps = cleared;
    if (gaps == 0) {
      return 0;
    }
    cleared = 0;
    if (gaps == size) {
      slots = NONE;
      size = 0;
      return gaps;
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!isGap(slots[i])) {
        slots[kept++] = slots[i];
      }
    }
    Arrays.fill(slots, kept, size, null);
    size = kept;
    return gaps;
  }

  @SuppressWarnings("ReferenceEquality") // NONE also marks a cleared slot
  private static boolean isGap(Object slot) {
    return slot == NONE;
  }

  /** Writes all, each with the place of its lease among some. */
  final void pack(Packer packer, List<LeaseId> leases) {
    packer.putNumber(size);
    for (int i = 0; i < size; i++) {
      var entry = asEntry(i);
      entry.pack(packer, leases.indexOf(entry.lease()));
    }
  }
}
