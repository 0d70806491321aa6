package io.ramtalk.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a mailbox in order, each stored as compactly as possible.
 *
 * <p><b>Threads:</b> those of the mailbox, its only subclass, which saves an object and a cache
 * miss. <b>Cost:</b> O(1), amortized for {@link #add}; {@link #close} is O(messages).
 */
abstract sealed class Slots permits Mailbox {
  /* Most messages wait, are fetched and are gone. They have no delivery state, so their slot holds
   * only the packed bytes; an entry is created when state is added. An empty mailbox, the most
   * common case, has no array: a new array is already in the cache, an old one is not. */
  private static final Object[] NONE = {};
  private static final int STEP = 2;

  private Object[] slots = NONE;
  private int size;
  private int cleared;

  final int size() {
    return size;
  }

  final void add(StoredMessage message, long sequence) {
    if (message.extras().isNone()) {
      StoredMessage.setSequence(message.packed(), sequence);
      put(message.packed());
    } else {
      put(new Entry(message.packed(), message.extras(), sequence));
    }
  }

  /** Adds an entry decoded from the output of {@link #pack}. */
  final void add(Entry entry) {
    put(entry.isPlain() ? entry.packed() : entry);
  }

  private void put(Object slot) {
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, size + Math.max(STEP, size >> 1));
    }
    slots[size++] = slot;
  }

  /** Returns the entry of a message, or null if it has no delivery state. */
  final @Nullable Entry entry(int index) {
    return slots[index] instanceof Entry entry ? entry : null;
  }

  /** Returns all existing entries. */
  final List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < size; i++) {
      if (slots[i] instanceof Entry entry) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Returns the entry of a message, and creates it if necessary. */
  final Entry makeEntry(int index) {
    var entry = asEntry(index);
    slots[index] = entry;
    return entry;
  }

  /** Returns the entry of a message, or a new one that is not stored. */
  final Entry asEntry(int index) {
    if (slots[index] instanceof Entry entry) {
      return entry;
    }
    var packed = (byte[]) slots[index];
    return new Entry(packed, Extras.NONE, StoredMessage.sequence(packed));
  }

  final StoredMessage message(int index) {
    return slots[index] instanceof Entry entry ? entry.message()
        : new StoredMessage((byte[]) slots[index], Extras.NONE, 1);
  }

  /** Returns the message with the delivery count of the next delivery. */
  final StoredMessage next(int index) {
    return slots[index] instanceof Entry entry ? entry.next() : message(index);
  }

  final long sequence(int index) {
    return slots[index] instanceof Entry entry ? entry.sequence()
        : StoredMessage.sequence((byte[]) slots[index]);
  }

  /** Removes a message. Its slot remains as a gap, not to be read, until {@link #close}. */
  final void clear(int index) {
    slots[index] = NONE;
    cleared++;
  }

  /** Closes the gaps and returns their number. */
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

  /** Encodes all messages, each with the index of its lease in a list. */
  final void pack(Packer packer, List<LeaseId> leases) {
    packer.putNumber(size);
    for (int i = 0; i < size; i++) {
      var entry = asEntry(i);
      entry.pack(packer, leases.indexOf(entry.lease()));
    }
  }
}
