package io.ramtalk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of heap that a messenger may fill with what people store, and how many are filled.
 *
 * <p>Room is reserved before anything is stored, so a messenger refuses what does not fit instead
 * of running out of memory. The count is exact: it equals the sum of {@link Account#bytes} over
 * all accounts, plus what others have reserved and not yet released.
 *
 * <p>Leases may take a little more than the limit, so that a full messenger can be emptied.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one compare-and-set.
 */
public final class RamBudget {
  private static final int FETCH_SHARE = 64;

  private final AtomicLong used = new AtomicLong();
  private final long limit;

  /**
   * Creates an empty budget.
   *
   * @param limit the most bytes
   */
  public RamBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Takes room.
   *
   * @param bytes how much; what is not positive takes nothing
   * @throws RamExhausted if there is less; nothing is taken then
   */
  public void reserve(long bytes) {
    if (!tryReserve(bytes)) {
      throw new RamExhausted(bytes, limit);
    }
  }

  /**
   * Takes room for fetching what is stored: up to the limit and a 64th of it.
   *
   * @param bytes how much; what is not positive takes nothing
   * @throws RamExhausted if there is less; nothing is taken then
   */
  public void reserveToFetch(long bytes) {
    if (!tryReserve(bytes, limit + Math.min(limit / FETCH_SHARE, Long.MAX_VALUE - limit))) {
      throw new RamExhausted(bytes, limit);
    }
  }

  /**
   * Takes room if there is enough.
   *
   * @param bytes how much; what is not positive takes nothing
   * @return false if there is less; nothing is taken then
   */
  public boolean tryReserve(long bytes) {
    return tryReserve(bytes, limit);
  }

  private boolean tryReserve(long bytes, long most) {
    if (bytes <= 0) {
      return true;
    }
    long before = used.get();
    while (bytes <= most - before) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  /**
   * Gives room back, exactly once for what was taken.
   *
   * @param bytes how much; negative takes room that is not asked for again
   */
  public void release(long bytes) {
    if (bytes != 0) {
      used.addAndGet(-bytes);
    }
  }

  /**
   * Returns how much is taken.
   *
   * @return bytes
   */
  public long used() {
    return used.get();
  }

  /**
   * Returns how much there is in all.
   *
   * @return bytes
   */
  public long limit() {
    return limit;
  }
}
