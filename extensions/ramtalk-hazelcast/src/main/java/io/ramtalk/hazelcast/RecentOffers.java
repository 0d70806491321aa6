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
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> O(messages remembered): {@value #MAX} of the last
 * ten minutes, and in a busy mailbox up to {@value #MAX_BUSY} of the last one.
 */
final class RecentOffers {
  static final int MAX = 256;
  static final int MAX_BUSY = 4_096;
  static final long MAX_AGE_MILLIS = 600_000;
  static final long BUSY_MILLIS = 60_000;

  private static final long[] NONE = {};
  private static final int COUNTER_BITS = 20;

  private long[] ids = NONE;

  boolean contains(MessageId id) {
    for (long known : ids) {
      if (known == id.value()) {
        return true;
      }
    }
    return false;
  }

  void add(MessageId id, long now) {
    int old = 0;
    while (old < ids.length && isForgotten(ids[old], ids.length - old, now)) {
      old++;
    }
    ids = Arrays.copyOfRange(ids, old, ids.length + 1);
    ids[ids.length - 1] = id.value();
  }

  private static boolean isForgotten(long oldest, int count, long now) {
    long age = now - millis(oldest);
    return age > MAX_AGE_MILLIS || (count >= MAX && age > BUSY_MILLIS) || count >= MAX_BUSY;
  }

  /** Returns the messenger's time at which an id was drawn. */
  static long millis(long id) {
    return id >>> COUNTER_BITS;
  }

  void write(ObjectDataOutput out) throws IOException {
    out.writeLongArray(ids);
  }

  void read(ObjectDataInput in) throws IOException {
    var read = in.readLongArray();
    ids = read == null ? NONE : read;
  }
}
