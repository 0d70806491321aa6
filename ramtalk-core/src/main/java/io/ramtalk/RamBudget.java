package io.ramtalk;

import io.ramtalk.engine.Account;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The maximum heap memory for stored data, and the part that is used.
 *
 * <p>Memory is reserved before anything is stored, so a messenger rejects what does not fit instead
 * of running out of memory. The count is exact: the sum of {@link Account#bytes} over all accounts,
 * plus reservations by other code that are not yet released.
 *
 * <p>Leases may slightly exceed the limit, so that a full messenger can be emptied.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one compare-and-set, rarely contended while the
 * budget has plenty left.
 */
public final class RamBudget {
  /* Every command reserves and releases, so a single counter would be contended by all processors.
   * Instead each lane, to which a thread is bound, takes credit from the shared counter in larger
   * pieces and serves reservations from it. The used amount is the counter minus all credit.
   *
   * Credit is taken only while an eighth of the limit is free. Closer to the limit, and always in a
   * small budget, the counter alone decides, after all remaining credit has been reclaimed. So a
   * reservation never fails because of unused credit in another lane. */
  private static final int FETCH_SHARE = 64;
  private static final int FREE_SHARE = 8;
  private static final int CREDIT_SHARE = 16_384;
  private static final long MAX_CREDIT_BYTES = 64 << 10;
  private static final int LANES = lanes();
  private static final int LANE_WORDS = 16; // two cache lines
  private static final AtomicInteger NEXT_LANE = new AtomicInteger();
  private static final ThreadLocal<Integer> LANE = ThreadLocal.withInitial(
      () -> (NEXT_LANE.getAndIncrement() & LANES - 1) * LANE_WORDS);

  private final AtomicLong taken = new AtomicLong();
  private final AtomicLongArray credits = new AtomicLongArray(LANES * LANE_WORDS);
  private final long limit;
  private final long credit;

  /**
   * Creates an empty budget.
   *
   * @param limit the limit in bytes
   */
  public RamBudget(long limit) {
    this.limit = limit;
    credit = Math.min(limit / CREDIT_SHARE, MAX_CREDIT_BYTES);
  }

  private static int lanes() {
    int processors = Math.min(Runtime.getRuntime().availableProcessors(), 64);
    return 2 * Integer.highestOneBit(processors);
  }

  /**
   * Reserves memory.
   *
   * @param bytes the amount; zero and negative amounts reserve nothing
   * @throws RamExhausted if less is left; nothing is reserved then
   */
  public void reserve(long bytes) {
    if (!tryReserve(bytes)) {
      throw new RamExhausted(bytes, limit);
    }
  }

  /**
   * Reserves memory for fetching stored data: may exceed the limit by a 64th.
   *
   * @param bytes the amount; zero and negative amounts reserve nothing
   * @throws RamExhausted if less is left; nothing is reserved then
   */
  public void reserveToFetch(long bytes) {
    if (!tryReserve(bytes, limit + Math.min(limit / FETCH_SHARE, Long.MAX_VALUE - limit))) {
      throw new RamExhausted(bytes, limit);
    }
  }

  /**
   * Reserves memory if enough is left.
   *
   * @param bytes the amount; zero and negative amounts reserve nothing
   * @return false if less is left; nothing is reserved then
   */
  public boolean tryReserve(long bytes) {
    return tryReserve(bytes, limit);
  }

  private boolean tryReserve(long bytes, long most) {
    if (bytes <= 0) {
      return true;
    }
    int lane = LANE.get();
    if (takeCredit(lane, bytes)) {
      return true;
    }
    if (bytes <= credit && take(bytes + credit, limit - limit / FREE_SHARE)) {
      credits.addAndGet(lane, credit);
      return true;
    }
    return take(bytes, most) || (callIn() && take(bytes, most));
  }

  private boolean takeCredit(int lane, long bytes) {
    long before = credits.get(lane);
    while (before >= bytes) {
      if (credits.compareAndSet(lane, before, before - bytes)) {
        return true;
      }
      before = credits.get(lane);
    }
    return false;
  }

  private boolean take(long bytes, long most) {
    long before = taken.get();
    while (bytes <= most - before) {
      if (taken.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  /** Reclaims all credit, one thread at a time. Returns true if this budget uses credit. */
  private synchronized boolean callIn() {
    for (int lane = 0; lane < credits.length(); lane += LANE_WORDS) {
      taken.addAndGet(-credits.getAndSet(lane, 0));
    }
    return credit > 0;
  }

  /**
   * Releases memory. Each reserved byte must be released exactly once.
   *
   * @param bytes the amount; a negative amount reserves memory without a check
   */
  public void release(long bytes) {
    if (bytes == 0) {
      return;
    }
    int lane = LANE.get();
    if (bytes > 0 && bytes <= credit && credits.get(lane) < 2 * credit) {
      credits.addAndGet(lane, bytes);
    } else if (bytes > 0 || !takeCredit(lane, -bytes)) {
      taken.addAndGet(-bytes);
    }
  }

  /**
   * Returns the used amount.
   *
   * @return bytes; approximate while other threads reserve and release
   */
  public long used() {
    long free = 0;
    for (int lane = 0; lane < credits.length(); lane += LANE_WORDS) {
      free += credits.get(lane);
    }
    return taken.get() - free;
  }

  /**
   * Returns the limit.
   *
   * @return bytes
   */
  public long limit() {
    return limit;
  }
}
