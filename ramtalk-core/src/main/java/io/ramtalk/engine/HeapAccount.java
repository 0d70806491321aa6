package io.ramtalk.engine;

import org.jspecify.annotations.Nullable;

/**
 * An account stored in the heap, with its links: in a chain of the index by number, and in the
 * order of registration.
 *
 * <p><b>Threads:</b> the lock guards the account and the timer; one thread at a time changes links,
 * and any number follow them.
 */
final class HeapAccount extends Account {
  /* Separate link objects would take more memory than most profiles. Links are volatile because
   * threads follow them while they change. A removed account keeps its own links, so an iteration
   * that has stopped at it can continue. */
  private volatile @Nullable HeapAccount nextByNumber;
  private volatile @Nullable HeapAccount next;
  private @Nullable HeapAccount previous;
  private @Nullable Timer timer;

  HeapAccount(Account account) {
    super(account);
  }

  /** A pending timer. */
  record Timer(long time, Runnable cancel) {
    /** Marks the account of a user who has left, for which no timer is set any more. */
    static final Timer GONE = new Timer(Engine.NEVER, () -> { });
  }

  @SuppressWarnings("ReferenceEquality") // GONE is a marker, not a value.
  boolean isGone() {
    return timer == Timer.GONE;
  }

  @Nullable Timer timer() {
    return timer;
  }

  void setTimer(@Nullable Timer newTimer) {
    timer = newTimer;
  }

  @Nullable HeapAccount nextByNumber() {
    return nextByNumber;
  }

  void setNextByNumber(@Nullable HeapAccount account) {
    nextByNumber = account;
  }

  @Nullable HeapAccount next() {
    return next;
  }

  void setNext(@Nullable HeapAccount account) {
    next = account;
  }

  @Nullable HeapAccount previous() {
    return previous;
  }

  void setPrevious(@Nullable HeapAccount account) {
    previous = account;
  }
}
