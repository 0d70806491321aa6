package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * An account at home in the heap, and its places: in the chain of the index by number, and in the
 * order of registration.
 *
 * <p><b>Threads:</b> the account and the alarm belong to whoever has locked it;
 * links are changed by one thread at a time and followed by any number.
 */
final class Resident extends Account {
  /* An object of its own for each place would take more than all that is kept of most users. Links
   * are volatile for those who follow them while they change; a resident that left keeps its own,
   * so that whoever stands on it goes on. */
  private volatile @Nullable Resident nextByNumber;
  private volatile @Nullable Resident next;
  private @Nullable Resident previous;
  private @Nullable Alarm alarm;

  Resident(Account account) {
    super(account);
  }

  /** An alarm that is set for a time. */
  record Alarm(long time, Runnable cancel) {
    /** Stands where no alarm will be set any more, since the user left. */
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
