package io.ramtalk.engine;

import io.ramtalk.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The id of an account, stored next to its lock. Every command starts with a lookup by id, and with
 * many users the number of cache lines read dominates its cost.
 *
 * <p><b>Threads:</b> any number; one at a time changes the link.
 */
abstract sealed class IdEntry extends SpinLock permits Account {
  private final long idHigh;
  private final long idLow;
  private volatile @Nullable HeapAccount nextById;

  IdEntry(UserId id) {
    idHigh = id.high();
    idLow = id.low();
  }

  /**
   * Returns the id of the user.
   *
   * @return the id
   */
  public final UserId id() {
    return new UserId(idHigh, idLow);
  }

  final boolean hasId(long high, long low) {
    return idHigh == high && idLow == low;
  }

  /** Returns the random bits of the id. */
  final long idBits() {
    return idHigh ^ idLow;
  }

  final @Nullable HeapAccount nextById() {
    return nextById;
  }

  final void setNextById(@Nullable HeapAccount account) {
    nextById = account;
  }
}
