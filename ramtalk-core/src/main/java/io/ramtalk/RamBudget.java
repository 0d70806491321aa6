package io.ramtalk;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The bytes of heap that a messenger may fill with what people store, and how many are filled.
 *
 * <p>Room is reserved before anything is stored, so a messenger refuses what does not fit instead
 * of running out of memory. The count is exact: it equals the sum of {@link Account#bytes} over
 * all accounts, plus what others have reserved and not yet released.
 *
 * <p>Leases may take a little more than the limit, so that a full messenger can be emptied.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one compare-and-set, on a word that few others use
 * while there is plenty of room.
 */
public final class RamBudget {
  /* Every command reserves and releases, so one count for all threads would be the word that all
   * processors pull at. So each lane, which a thread keeps to, takes credit from the count in
   * larger pieces and serves itself from that. What is used is the count less all credit.
   *
   * Credit is taken only while an eighth of the limit is free. Nearer to the limit, and in a small
   * budget always, the count alone decides, once the credit that is left has been called in: so
   * nobody is refused for room that another lane only holds. */
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
   * @param limit the most bytes
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

  /** Ends all credit; true where there is any to give. One at a time: others wait for the room. */
  private synchronized boolean callIn() {
    for (int lane = 0; lane < credits.length(); lane += LANE_WORDS) {
      taken.addAndGet(-credits.getAndSet(lane, 0));
    }
    return credit > 0;
  }

  /**
   * Gives room back, exactly once for what was taken.
   *
   * @param bytes how much; negative takes room that is not asked for again
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
   * Returns how much is taken.
   *
   * @return bytes; while others reserve and release, about that many
   */
  public long used() {
    long free = 0;
    for (int lane = 0; lane < credits.length(); lane += LANE_WORDS) {
      free += credits.get(lane);
    }
    return taken.get() - free;
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
