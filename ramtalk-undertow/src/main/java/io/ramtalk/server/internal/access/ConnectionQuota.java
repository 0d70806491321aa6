package io.ramtalk.server.internal.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A quota of seats, in total and for each owner.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> O(1); an owner uses memory only while it has a seat.
 *
 * @param <K> the type of owners
 */
public final class ConnectionQuota<K> {
  private final int max;
  private final int maxEach;
  private final Map<K, Integer> owners = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();

  /** Creates a quota with a total and a maximum for each owner. */
  public ConnectionQuota(int max, int maxEach) {
    this.max = max;
    this.maxEach = maxEach;
  }

  /** Takes a seat, for an owner or uncounted by owner (null); returns false if none is free. */
  public boolean take(@Nullable K owner) {
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

  /** Gives up a seat. */
  public void leave(@Nullable K owner) {
    if (owner != null) {
      owners.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
    }
    taken.decrementAndGet();
  }

  /** Returns whether an owner has a seat. */
  public boolean isTaken(K owner) {
    return owners.containsKey(owner);
  }

  /** Returns whether {@link #take} would succeed now. */
  public boolean isFree(K owner) {
    return taken.get() < max && owners.getOrDefault(owner, 0) < maxEach;
  }

  /** Returns the number of seats taken. */
  public int taken() {
    return taken.get();
  }

  public int max() {
    return max;
  }

  public int maxEach() {
    return maxEach;
  }
}
