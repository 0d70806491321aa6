package io.ramtalk.engine;

import io.ramtalk.Limits;
import io.ramtalk.MessageId;
import io.ramtalk.Receipt;
import io.ramtalk.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages of one sender, oldest first, with their states. A message starts as queued;
 * it may become delivered and then read. All other states are final.
 *
 * <p><b>Threads:</b> those of the outbox, its only subclass, which saves an object and a cache
 * miss.
 * <b>Cost:</b> amortized O(1) to add a message; O(messages) to find or remove one.
 */
abstract sealed class SentMessages permits Outbox {
  /* Each message is a row in one array, so that a send creates no long-lived objects, which would
   * pass through all generations of the collector. The array is a ring that grows by a half. A busy
   * sender's ring is at its maximum and is overwritten in place. */
  private static final int ID = 0;
  private static final int TO_HIGH = 1;
  private static final int TO_LOW = 2;
  private static final int SENT_AT = 3;
  private static final int DELIVERED_AT = 4;
  private static final int ENDED_AT = 5;
  private static final int CHANGE = 6; // number of the latest change, timed or not, and state
  private static final int WIDTH = 7;
  private static final int STATE_BITS = 3;
  private static final int STATE_MASK = (1 << STATE_BITS) - 1;
  private static final long TIMED = 1 << STATE_BITS;
  private static final int CHANGE_SHIFT = STATE_BITS + 1;
  private static final int MAX_LINES = Limits.MAX_RECEIPTS + 1;
  private static final Receipt.State[] STATES = Receipt.State.values();

  private long[] lines = new long[0];
  private int first;
  private int size;

  final int size() {
    return size;
  }

  /** Returns the number of messages that fit, which determines the memory used. */
  final int capacity() {
    return lines.length / WIDTH;
  }

  /** Adds a message. The ring grows to at most {@code most} messages. */
  final void add(MessageId id, UserId to, boolean timed, long now, int most) {
    if (size == capacity()) {
      resize(grown(most));
    }
    int line = line(size);
    lines[line + ID] = id.value();
    lines[line + TO_HIGH] = to.high();
    lines[line + TO_LOW] = to.low();
    lines[line + SENT_AT] = now;
    lines[line + DELIVERED_AT] = Engine.NEVER;
    lines[line + ENDED_AT] = Engine.NEVER;
    lines[line + CHANGE] = timed ? TIMED : 0;
    size++;
  }

  /** Returns the capacity after the next message is added. */
  final int capacityAfterAdd(int most) {
    return size < capacity() ? capacity() : grown(most);
  }

  private int grown(int most) {
    return Math.max(size + 1, Math.min(size + (size >> 1), most));
  }

  /** Removes the oldest message, which frees a row for the next. */
  final void removeFirst() {
    first = (first + 1) % capacity();
    size--;
  }

  /** Removes a message and shrinks the ring again. */
  final void remove(int index) {
    for (int i = index; i < size - 1; i++) {
      System.arraycopy(lines, line(i + 1), lines, line(i), WIDTH);
    }
    size--;
    resize(Math.min(capacity(), fitting(size)));
  }

  /** Returns the capacity that results from adding that many messages one by one. */
  private static int fitting(int messages) {
    int room = 0;
    while (room < messages) {
      room += Math.max(1, room >> 1);
    }
    return room;
  }

  /** Copies all rows to a ring of another capacity, starting at its first row. */
  private void resize(int newCapacity) {
    var moved = new long[newCapacity * WIDTH];
    int untilEnd = Math.min(size, capacity() - first);
    System.arraycopy(lines, first * WIDTH, moved, 0, untilEnd * WIDTH);
    System.arraycopy(lines, 0, moved, untilEnd * WIDTH, (size - untilEnd) * WIDTH);
    lines = moved;
    first = 0;
  }

  /** Returns the index of a message, or -1. Searches from the latest. */
  final int indexOf(MessageId id) {
    int index = size - 1;
    while (index >= 0 && at(index, ID) != id.value()) {
      index--;
    }
    return index;
  }

  final MessageId id(int index) {
    return new MessageId(at(index, ID));
  }

  final UserId to(int index) {
    return new UserId(at(index, TO_HIGH), at(index, TO_LOW));
  }

  /** Returns true if the message is queued and may have expired since. */
  final boolean isOpen(int index) {
    return (at(index, CHANGE) & TIMED) != 0 && state(index) == Receipt.State.QUEUED;
  }

  /** Returns the number of its latest change, or 0 if it has not changed. */
  final long change(int index) {
    return at(index, CHANGE) >>> CHANGE_SHIFT;
  }

  /**
   * Moves a message to a later state. Repeated reports change nothing. A delivery report that
   * arrives after the read report of its message only corrects the time.
   */
  final boolean move(int index, Receipt.State next, long time, long change) {
    var state = state(index);
    boolean ends = state == Receipt.State.QUEUED;
    boolean isRead = next == Receipt.State.READ && state == Receipt.State.DELIVERED;
    boolean isLate = next == Receipt.State.DELIVERED && state == Receipt.State.READ;
    int line = line(index);
    if (isLate || (ends && (next == Receipt.State.DELIVERED || next == Receipt.State.READ))) {
      lines[line + DELIVERED_AT] = Math.min(lines[line + DELIVERED_AT], time);
    }
    if (!ends && !isRead) {
      return false;
    }
    if (next != Receipt.State.DELIVERED) {
      lines[line + ENDED_AT] = time;
    }
    lines[line + CHANGE] =
        (change << CHANGE_SHIFT) | (lines[line + CHANGE] & TIMED) | next.ordinal();
    return true;
  }

  final Receipt receipt(int index) {
    return new Receipt(id(index), to(index), state(index),
        Instant.ofEpochMilli(at(index, SENT_AT)), instant(at(index, DELIVERED_AT)),
        instant(at(index, ENDED_AT)));
  }

  private Receipt.State state(int index) {
    return STATES[(int) at(index, CHANGE) & STATE_MASK];
  }

  private long at(int index, int field) {
    return lines[line(index) + field];
  }

  private int line(int index) {
    int place = first + index;
    return (place < capacity() ? place : place - capacity()) * WIDTH;
  }

  private static @Nullable Instant instant(long time) {
    return time == Engine.NEVER ? null : Instant.ofEpochMilli(time);
  }

  /** Copies all messages into this empty instance. */
  final void copyAll(SentMessages other) {
    lines = other.lines.clone();
    first = other.first;
    size = other.size;
  }

  /** Encodes the capacity and all messages. */
  final void packAll(Packer packer) {
    packer.putNumber(capacity()).putNumber(size);
    for (int index = 0; index < size; index++) {
      for (int field = 0; field < WIDTH; field++) {
        packer.putLong(at(index, field));
      }
    }
  }

  /** Decodes the output of {@link #packAll} into this empty instance. */
  final void unpackAll(Unpacker from) {
    int newCapacity = from.getInt();
    int newSize = from.getInt();
    if (newSize < 0 || newSize > newCapacity || newCapacity > MAX_LINES) {
      throw new IllegalArgumentException(
          "Invalid count of sent messages: " + newSize + " of " + newCapacity);
    }
    lines = new long[newCapacity * WIDTH];
    size = newSize;
    for (int i = 0; i < size * WIDTH; i++) {
      lines[i] = from.getLong();
    }
    for (int index = 0; index < size; index++) {
      Unpacker.oneOf(List.of(STATES), (int) at(index, CHANGE) & STATE_MASK);
    }
  }
}
