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
    var account = chain(spread(id.high() ^ id.low()));
    while (account != null && !account.hasId(id.high(), id.low())) {
      account = account.nextById();
    }
    return account;
  }

  private static int spread(long bits) {
    return (int) (bits ^ bits >>> 32);
  }

  @Override
  int hash(HeapAccount account) {
    return spread(account.idBits());
  }

  @Override
  @Nullable HeapAccount next(HeapAccount account) {
    return account.nextById();
  }

  @Override
  void setNext(HeapAccount account, @Nullable HeapAccount next) {
    account.setNextById(next);
  }
}
