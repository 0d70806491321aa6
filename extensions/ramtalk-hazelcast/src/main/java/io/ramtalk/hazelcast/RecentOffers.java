package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.MessageId;
import java.io.IOException;
import java.util.Arrays;

/**
 * The messages that a mailbox accepted recently, including those fetched since. A message that is
 * offered again, because the first response was lost, is not stored again.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> {@link #contains} is O(messages remembered):
 * {@value #MAX} of the last ten minutes, and in a busy mailbox up to {@value #MAX_BUSY} of the last
 * one. {@link #add} is O(1), amortized, and forgets older messages. At most 32 bytes for each
 * message and 80 more, which the byte budget counts.
 */
final class RecentOffers {
  static final int MAX = 256;
  static final int MAX_BUSY = 4_096;
  static final long MAX_AGE_MILLIS = 600_000;
  static final long BUSY_MILLIS = 60_000;

  private static final int FIRST_IDS = 8;
  private static final long ARRAY_HEADER_BYTES = 16;
  private static final long[] NONE = {};
  private static final int COUNTER_BITS = 20;

  private long[] ids = NONE; // a ring; its length is a power of two
  private int first;
  private int count;

  boolean contains(MessageId id) {
    for (int i = 0; i < count; i++) {
      if (ids[index(i)] == id.value()) {
        return true;
      }
    }
    return false;
  }

  void add(MessageId id, long now) {
    while (count > 0 && isForgotten(ids[first], now)) {
      first = index(1);
      count--;
    }
    if (count == ids.length) {
      resize(Math.max(FIRST_IDS, 2 * ids.length));
    } else if (count < ids.length / 4) {
      resize(length(2 * count));
    }
    ids[index(count)] = id.value();
    count++;
  }

  private boolean isForgotten(long oldest, long now) {
    long age = now - millis(oldest);
    return age > MAX_AGE_MILLIS || (count >= MAX && age > BUSY_MILLIS) || count >= MAX_BUSY;
  }

  private int index(int place) {
    return (first + place) & (ids.length - 1);
  }

  /** Returns the length of a ring for a number of ids: a power of two. */
  private static int length(int ids) {
    return Math.max(FIRST_IDS, Integer.highestOneBit(2 * ids - 1));
  }

  private void resize(int length) {
    var moved = new long[length];
    for (int i = 0; i < count; i++) {
      moved[i] = ids[index(i)];
    }
    ids = moved;
    first = 0;
  }

  /** Returns the memory in bytes. */
  long bytes() {
    return bytes(ids.length);
  }

  /** Returns the number of bytes by which the next message may increase the memory. */
  long growth() {
    return count < ids.length ? 0 : bytes(Math.max(FIRST_IDS, 2 * ids.length)) - bytes();
  }

  private static long bytes(int length) {
    return length == 0 ? 0 : ARRAY_HEADER_BYTES + (long) Long.BYTES * length;
  }

  /** Returns the messenger's time at which an id was drawn. */
  static long millis(long id) {
    return id >>> COUNTER_BITS;
  }

  void write(ObjectDataOutput out) throws IOException {
    var ordered = new long[count];
    for (int i = 0; i < count; i++) {
      ordered[i] = ids[index(i)];
    }
    out.writeLongArray(ordered);
  }

  void read(ObjectDataInput in) throws IOException {
    var read = in.readLongArray();
    if (read != null && read.length > 0) {
      ids = Arrays.copyOf(read, length(read.length));
      count = read.length;
    }
  }
}
