package io.ramtalk.engine;

import io.ramtalk.UserId;
import org.jspecify.annotations.Nullable;

/**
 * An index of accounts by user id.
 *
 * <p><b>Threads, Cost:</b> see {@link LinearHashIndex}.
 */
final class IdIndex extends LinearHashIndex {
  /* Ids are random, so their bits need no further mixing. Every send and receive searches here, so
   * chains hold one account on average. */
  IdIndex() {
    super(1);
  }

  @Nullable HeapAccount find(UserId id) {
    int begun = version();
    var found = search(id);
    if (found == null && mayHaveMissed(begun)) {
      synchronized (this) {
        return search(id);
      }
    }
    return found;
  }

  private @Nullable HeapAccount search(UserId id) {
    var resident = chain(spread(id.high() ^ id.low()));
    while (resident != null && !resident.hasId(id.high(), id.low())) {
      resident = resident.nextById();
    }
    return resident;
  }

  private static int spread(long bits) {
    return (int) (bits ^ bits >>> 32);
  }

  @Override
  int hash(HeapAccount resident) {
    return spread(resident.idBits());
  }

  @Override
  @Nullable HeapAccount next(HeapAccount resident) {
    return resident.nextById();
  }

  @Override
  void setNext(HeapAccount resident, @Nullable HeapAccount next) {
    resident.setNextById(next);
  }
}
