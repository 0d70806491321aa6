package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * The accounts in order of registration.
 *
 * <p><b>Threads:</b> one at a time changes the list; any number iterate meanwhile. <b>Cost:</b>
 * O(1).
 */
final class Chain {
  /* Forward links are volatile, for concurrent iteration. A removed account keeps its own link, so
   * an iteration that has stopped at it still reaches the remaining accounts. */
  private volatile @Nullable HeapAccount first;
  private @Nullable HeapAccount last;

  @Nullable HeapAccount first() {
    return first;
  }

  void append(HeapAccount resident) {
    resident.setPrevious(last);
    if (last == null) {
      first = resident;
    } else {
      last.setNext(resident);
    }
    last = resident;
  }

  void remove(HeapAccount resident) {
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
