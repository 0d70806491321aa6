package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * An account stored in the heap, with its links: in a chain of the index by number, and in the
 * order of registration.
 *
 * <p><b>Threads:</b> the lock guards the account and the timer; one thread at a time changes links,
 * and any number follow them.
 */
final class Resident extends Account {
  /* Separate link objects would take more memory than most profiles. Links are volatile because
   * threads follow them while they change. A removed account keeps its own links, so an iteration
   * that has stopped at it can continue. */
  private volatile @Nullable Resident nextByNumber;
  private volatile @Nullable Resident next;
  private @Nullable Resident previous;
  private @Nullable Alarm alarm;

  Resident(Account account) {
    super(account);
  }

  /** A pending timer. */
  record Alarm(long time, Runnable cancel) {
    /** Marks the account of a user who has left, for which no timer is set any more. */
    static final Alarm GONE = new Alarm(Message.NEVER, () -> { });
  }

  @SuppressWarnings("ReferenceEquality") // GONE is a marker, not a value.
  boolean isGone() {
    return alarm == Alarm.GONE;
  }

  @Nullable Alarm alarm() {
    return alarm;
  }

  void setAlarm(@Nullable Alarm newAlarm) {
    alarm = newAlarm;
  }

  @Nullable Resident nextByNumber() {
    return nextByNumber;
  }

  void setNextByNumber(@Nullable Resident resident) {
    nextByNumber = resident;
  }

  @Nullable Resident next() {
    return next;
  }

  void setNext(@Nullable Resident resident) {
    next = resident;
  }

  @Nullable Resident previous() {
    return previous;
  }

  void setPrevious(@Nullable Resident resident) {
    previous = resident;
  }
}
