package io.ramtalk.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is open, in all and for each owner, and admits no more than there may be.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(1); an owner costs memory while it has a seat.
 *
 * @param <K> who owns seats
 */
final class Seats<K> {
  private final int max;
  private final int maxEach;
  private final Map<K, Integer> owners = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();

  /** Has that many seats, and lets one owner have so many of them. */
  Seats(int max, int maxEach) {
    this.max = max;
    this.maxEach = maxEach;
  }

  /** Takes a seat for an owner, or for nobody whose seats are counted; false if none is free. */
  boolean take(@Nullable K owner) {
    if (taken.incrementAndGet() > max) {
      taken.decrementAndGet();
      return false;
    }
    if (owner != null && owners.merge(owner, 1, Integer::sum) > maxEach) {
      leave(owner);
      return false;
    }
    return true;
  }

  /** Gives a seat back. */
  void leave(@Nullable K owner) {
    if (owner != null) {
      owners.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
    }
    taken.decrementAndGet();
  }

  /** Says whether an owner has a seat. */
  boolean isTaken(K owner) {
    return owners.containsKey(owner);
  }

  /** Says whether {@link #take} would find a seat now. */
  boolean isFree(K owner) {
    return taken.get() < max && owners.getOrDefault(owner, 0) < maxEach;
  }

  /** Returns how many seats are taken. */
  int taken() {
    return taken.get();
  }

  int max() {
    return max;
  }

  int maxEach() {
    return maxEach;
  }
}
