package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The number of users and their order of registration. There is one instance per cluster.
 *
 * <p><b>Threads:</b> one at a time; the partition ensures this. <b>Cost:</b> O(1).
 */
final class UserSequence extends Serialized {
  /* Taking and leaving a place may be repeated after a lost response, so the latest of both are
   * remembered. */
  static final long FULL = Long.MIN_VALUE;

  private static final int REMEMBERED = 1_024;

  private final Map<UUID, Long> taken = new LinkedHashMap<>();
  private final ArrayDeque<Long> left = new ArrayDeque<>();
  private @Nullable String epoch;
  private long next;
  private long count;

  /** Assigns a place to a new user. Returns {@link #FULL} at the maximum number of users. */
  long take(UUID user, long maxUsers) {
    var known = taken.get(user);
    if (known != null) {
      return known;
    }
    if (count >= maxUsers) {
      return FULL;
    }
    count++;
    long place = next++;
    taken.put(user, place);
    if (taken.size() > REMEMBERED) {
      var oldest = taken.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return place;
  }

  /** Releases the place of a user who has left. */
  void leave(UUID user, long place) {
    if (left.contains(place)) {
      return;
    }
    count--;
    taken.remove(user);
    left.add(place);
    if (left.size() > REMEMBERED) {
      left.remove();
    }
  }

  /** Returns the first place that was never assigned. */
  long next() {
    return next;
  }

  /** Returns the epoch of the shared memory. The first caller's proposal sets it. */
  String epoch(String proposal) {
    if (epoch == null) {
      epoch = proposal;
    }
    return epoch;
  }

  @Override
  SerializedType type() {
    return SerializedType.USER_SEQUENCE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(epoch);
    out.writeLong(next);
    out.writeLong(count);
    out.writeInt(taken.size());
    for (var user : taken.entrySet()) {
      out.writeLong(user.getKey().getMostSignificantBits());
      out.writeLong(user.getKey().getLeastSignificantBits());
      out.writeLong(user.getValue());
    }
    out.writeLongArray(left.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    epoch = in.readString();
    next = in.readLong();
    count = in.readLong();
    int users = in.readInt();
    for (int i = 0; i < users; i++) {
      var user = new UUID(in.readLong(), in.readLong());
      taken.put(user, in.readLong());
    }
    var places = in.readLongArray();
    for (int i = 0; places != null && i < places.length; i++) {
      left.add(places[i]);
    }
  }
}
