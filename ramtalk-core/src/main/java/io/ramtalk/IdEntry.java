package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * What a search by id reads of an account, side by side with its lock: every command begins here,
 * and where there are many users, each line of memory that is read costs more than all else.
 *
 * <p><b>Threads:</b> any number; the link is changed by one at a time.
 */
abstract sealed class IdEntry extends Lockable permits Account {
  private final long idHigh;
  private final long idLow;
  private volatile @Nullable Resident nextById;

  IdEntry(UserId id) {
    idHigh = id.high();
    idLow = id.low();
  }

  /** Returns the id of the user. */
  final UserId id() {
    return new UserId(idHigh, idLow);
  }

  final boolean hasId(long high, long low) {
    return idHigh == high && idLow == low;
  }

  /** Returns the bits of the id that are random. */
  final long idBits() {
    return idHigh ^ idLow;
  }

  final @Nullable Resident nextById() {
    return nextById;
  }

  final void setNextById(@Nullable Resident resident) {
    nextById = resident;
  }
}
