package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many live connections and waiting receivers of a user there are on which member, so that
 * they end with the member.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> O(members with connections of the user).
 */
final class Presences {
  /* A call that is repeated because its answer was lost must not count twice: each has a number,
   * and the last few are remembered while the member has connections. */
  private static final int REMEMBERED = 8;

  private final List<OfMember> members = new ArrayList<>(0);

  /** What one member has. */
  static final class OfMember {
    private final UUID member;
    private final long[] calls;
    private int connections;
    private int waits;
    private int next;

    private OfMember(UUID member, long[] calls) {
      this.member = member;
      this.calls = calls;
    }

    int connections() {
      return connections;
    }

    int waits() {
      return waits;
    }
  }

  /**
   * Counts a change; false if it was counted before, or ends what is not there: the account is
   * then left alone.
   */
  boolean count(UUID member, long call, int connections, int waits) {
    var known = of(member);
    if (known == null) {
      if (connections + waits < 0) {
        return false;
      }
      known = new OfMember(member, new long[REMEMBERED]);
      members.add(known);
    }
    for (long before : known.calls) {
      if (before == call) {
        return false;
      }
    }
    if (known.connections + connections < 0 || known.waits + waits < 0) {
      return false;
    }
    known.calls[known.next++ % REMEMBERED] = call;
    known.connections += connections;
    known.waits += waits;
    if (known.connections + known.waits == 0) {
      members.remove(known);
    }
    return true;
  }

  /** Says whether there is a live connection on any member. */
  boolean hasConnections() {
    for (var known : members) {
      if (known.connections > 0) {
        return true;
      }
    }
    return false;
  }

  boolean has(UUID member) {
    return of(member) != null;
  }

  /** Forgets a member and returns what it had; null if that was nothing. */
  @Nullable OfMember forget(UUID member) {
    var known = of(member);
    members.remove(known);
    return known;
  }

  private @Nullable OfMember of(UUID member) {
    for (var known : members) {
      if (known.member.equals(member)) {
        return known;
      }
    }
    return null;
  }

  void write(ObjectDataOutput out) throws IOException {
    out.writeInt(members.size());
    for (var known : members) {
      out.writeLong(known.member.getMostSignificantBits());
      out.writeLong(known.member.getLeastSignificantBits());
      out.writeLongArray(known.calls);
      out.writeInt(known.connections);
      out.writeInt(known.waits);
      out.writeInt(known.next);
    }
  }

  void read(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      var id = new UUID(in.readLong(), in.readLong());
      var calls = in.readLongArray();
      var known = new OfMember(
          id, Arrays.copyOf(calls == null ? new long[0] : calls, REMEMBERED));
      known.connections = in.readInt();
      known.waits = in.readInt();
      known.next = in.readInt();
      members.add(known);
    }
  }
}
