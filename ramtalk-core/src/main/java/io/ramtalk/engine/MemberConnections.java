package io.ramtalk.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The latest statement of each member with connections or waiting receivers of one user.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> O(members with connections of the user).
 *
 * @param counts one statement per member, none of them empty
 */
record MemberConnections(List<ConnectionCounts> counts) {
  private static final int MAX_MEMBERS = 64;

  static final MemberConnections NONE = new MemberConnections(List.of());

  @Nullable ConnectionCounts of(UUID member) {
    for (var known : counts) {
      if (known.member().equals(member)) {
        return known;
      }
    }
    return null;
  }

  boolean hasConnections() {
    for (var known : counts) {
      if (known.connections() > 0) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Returns a copy with a statement that replaces the member's earlier one. */
  MemberConnections with(ConnectionCounts stated) {
    var others = new ArrayList<>(counts);
    others.removeIf(known -> known.member().equals(stated.member()));
    if (!stated.isNone()) {
      others.add(stated);
    }
    return others.isEmpty() ? NONE : new MemberConnections(List.copyOf(others));
  }

  /** Returns the statements of members that are not present. */
  List<ConnectionCounts> except(Collection<UUID> present) {
    return counts.stream().filter(known -> !present.contains(known.member())).toList();
  }

  void pack(Packer packer) {
    packer.putAll(counts, CommandCodec::packCounts);
  }

  static MemberConnections unpack(Unpacker from) {
    var counts = from.getAll(MAX_MEMBERS, CommandCodec::unpackCounts);
    return counts.isEmpty() ? NONE : new MemberConnections(List.copyOf(counts));
  }
}
