package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * The residents in order of registration.
 *
 * <p><b>Threads:</b> one at a time changes it; any number walk over it meanwhile. <b>Cost:</b>
 * O(1).
 */
final class Chain {
  /* Links forward are volatile, for those who walk. A resident that leaves keeps its own: a walk
   * that stands on it comes to those who are still there. */
  private volatile @Nullable Resident first;
  private @Nullable Resident last;

  @Nullable Resident first() {
    return first;
  }

  void append(Resident resident) {
    resident.setPrevious(last);
    if (last == null) {
      first = resident;
    } else {
      last.setNext(resident);
    }
    last = resident;
  }

  void remove(Resident resident) {
    var before = resident.previous();
    var after = resident.next();
    if (before == null) {
      first = after;
    } else {
      before.setNext(after);
    }
    if (after == null) {
      last = before;
    } else {
      after.setPrevious(before);
    }
  }

  void clear() {
    first = null;
    last = null;
  }
}
