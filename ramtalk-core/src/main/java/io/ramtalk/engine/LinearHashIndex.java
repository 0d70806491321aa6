package io.ramtalk.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An index of accounts by one key: a hash table whose chains are linked through the accounts.
 *
 * <p><b>Threads:</b> any number search without waiting; changes exclude each other. <b>Cost:</b>
 * O(1) for every call at any size: the table grows by one chain at a time (linear hashing, Litwin
 * 1980), so no call copies the whole table.
 */
abstract sealed class LinearHashIndex permits IdIndex, NumberIndex {
  /* A search reads without a lock. The order of writes allows it to miss an account while a chain
   * is being split, but never to find a wrong one or to loop: each link leads to a place that was
   * written before. A hit is therefore final. After a miss, the search checks the version, which is
   * odd during a split and different afterwards, and repeats under the lock if it changed. Splits
   * happen only while users sign up, and misses are rare.
   *
   * Chains are split in order, one for each fixed number of added accounts. The table is a list of
   * segments of equal size, so growing it copies only the list of pointers to them. */
  private static final int SEGMENT_BITS = 12;
  private static final int SEGMENT_CHAINS = 1 << SEGMENT_BITS;
  private static final int MAX_CHAINS = 1 << 30;
  private static final VarHandle CHAIN = MethodHandles.arrayElementVarHandle(HeapAccount[].class);

  private final int accountsPerChain;
  private volatile HeapAccount[][] segments = {new HeapAccount[SEGMENT_CHAINS]};
  private volatile int chains = SEGMENT_CHAINS;
  private volatile int version;
  private int count;

  LinearHashIndex(int accountsPerChain) {
    this.accountsPerChain = accountsPerChain;
  }

  /** Returns uniformly distributed bits of the key. */
  abstract int hash(HeapAccount account);

  abstract @Nullable HeapAccount next(HeapAccount account);

  abstract void setNext(HeapAccount account, @Nullable HeapAccount next);

  /** Creates the chains for a number of accounts at once, if the index is empty. */
  final synchronized void reserve(long accounts) {
    long wanted = Math.min(accounts / accountsPerChain, MAX_CHAINS);
    if (count == 0 && wanted > chains) {
      int newChains = (int) wanted;
      int lastSegment = (newChains - 1) >>> SEGMENT_BITS;
      version++;
      segments = new HeapAccount[lastSegment + 1][SEGMENT_CHAINS];
      chains = newChains;
      version++;
    }
  }

  /** Adds an account whose key is not in the index. */
  final synchronized void add(HeapAccount account) {
    int chain = chainOf(hash(account));
    setNext(account, first(chain));
    setFirst(chain, account);
    count++;
    if (count > (long) chains * accountsPerChain && chains < MAX_CHAINS) {
      split();
    }
  }

  /** Removes an account that is in the index. */
  final synchronized void remove(HeapAccount account) {
    int chain = chainOf(hash(account));
    var before = first(chain);
    if (before == account) {
      setFirst(chain, next(account));
    } else {
      while (before != null && next(before) != account) {
        before = next(before);
      }
      if (before != null) {
        setNext(before, next(account));
      }
    }
    count--;
  }

  /** Removes all accounts. */
  final synchronized void clear() {
    version++;
    segments = new HeapAccount[][] {new HeapAccount[SEGMENT_CHAINS]};
    chains = SEGMENT_CHAINS;
    count = 0;
    version++;
  }

  /** Returns the version, to be checked after a search that found nothing. */
  final int version() {
    return version;
  }

  /** Returns whether a search that started at a version may have missed an account. */
  final boolean mayHaveMissed(int begun) {
    return (begun & 1) != 0 || version != begun;
  }

  /** Returns the first account of the chain that holds all accounts with that hash. */
  final @Nullable HeapAccount chain(int hash) {
    return first(chainOf(hash));
  }

  private int chainOf(int hash) {
    int all = chains;
    int mask = (Integer.highestOneBit(all) << 1) - 1;
    int chain = hash & mask;
    return chain < all ? chain : chain & mask >>> 1;
  }

  private @Nullable HeapAccount first(int chain) {
    return (HeapAccount) CHAIN.getAcquire(
        segments[chain >>> SEGMENT_BITS], chain & SEGMENT_CHAINS - 1);
  }

  private void setFirst(int chain, @Nullable HeapAccount account) {
    CHAIN.setRelease(
        segments[chain >>> SEGMENT_BITS], chain & SEGMENT_CHAINS - 1, account);
  }

  /** Adds a chain and moves the accounts that belong there. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes the index
  private void split() {
    int added = chains;
    int half = Integer.highestOneBit(added);
    int mask = (half << 1) - 1;
    makeRoomFor(added);
    version++;
    HeapAccount kept = null;
    HeapAccount moved = null;
    var account = first(added - half);
    while (account != null) {
      var rest = next(account);
      if ((hash(account) & mask) == added) {
        setNext(account, moved);
        moved = account;
      } else {
        setNext(account, kept);
        kept = account;
      }
      account = rest;
    }
    setFirst(added, moved);
    setFirst(added - half, kept);
    chains = added + 1;
    version++;
  }

  private void makeRoomFor(int chain) {
    int segment = chain >>> SEGMENT_BITS;
    var all = segments;
    if (segment == all.length) {
      all = Arrays.copyOf(all, 2 * all.length);
    }
    if (all[segment] == null) {
      all[segment] = new HeapAccount[SEGMENT_CHAINS];
      segments = all;
    }
  }
}
