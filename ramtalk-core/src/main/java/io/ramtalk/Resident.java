package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * An account at home in the heap: its lock, its alarm, and its place in the order of
 * registration.
 *
 * <p><b>Threads:</b> any number for {@link #apply} and {@link #next}; the chain is changed by one
 * at a time.
 */
final class Resident {
  /* Room is reserved before the lock is taken, for the most that the command may need, and what
   * was not needed is given back after it: the budget counts exactly what Account.bytes() says.
   *
   * One alarm is set at a time, for the earliest of what is due; when it rings, the sweep sets the
   * next. One that rings too early finds nothing to do. A virtual clock may have moved past the
   * time before the alarm was set; it does not ring then, so the sweep is made at once.
   *
   * A resident that left keeps its place in the chain, so that a walk that stands on it goes on. */
  private final Account account;
  private final Engine.Host host;
  private final Bells bells;
  private boolean gone;
  private long alarmTime = Message.NEVER;
  private @Nullable Runnable cancelAlarm;
  private volatile @Nullable Resident next;
  private @Nullable Resident previous;

  Resident(Account account, Engine.Host host, Bells bells) {
    this.account = account;
    this.host = host;
    this.bells = bells;
  }

  /** Whose bells ring: for those who wait for news of a user, and for its presence. */
  record Bells(Doorbells news, Doorbells presence) {}

  /** What a command answered, and what it means for others. */
  private record Outcome<R>(R answer, @Nullable Effects effects, long newAlarm) {}

  /** Applies a command and carries its effects out; null if the user left. */
  <R> @Nullable R apply(Command<R> command) {
    long growth = command.reserve(host.budget());
    var outcome = applyLocked(command, growth);
    if (outcome == null) {
      return null;
    }
    carryOut(outcome.effects());
    if (outcome.newAlarm() != Message.NEVER && outcome.newAlarm() <= host.now()) {
      apply(new Command.Sweep(host.now()));
    }
    return outcome.answer();
  }

  private synchronized <R> @Nullable Outcome<R> applyLocked(Command<R> command, long reserved) {
    long before = account.bytes();
    try {
      if (gone) {
        return null;
      }
      var answer = command.applyTo(account);
      return new Outcome<>(answer, account.takeEffects(), setAlarm());
    } finally {
      host.budget().release(reserved - (account.bytes() - before));
    }
  }

  /** Empties the account for good and tells whom it concerns. */
  void leave() {
    Effects effects;
    synchronized (this) {
      forget();
      new Command.Delete(host.now()).applyTo(account);
      effects = account.takeEffects();
    }
    carryOut(effects);
  }

  /** Gives the account up: no command finds it any more, and what it took is free. */
  synchronized void forget() {
    if (!gone) {
      gone = true;
      host.budget().release(account.bytes());
      if (cancelAlarm != null) {
        cancelAlarm.run();
      }
    }
  }

  User user() {
    synchronized (this) {
      return account.user();
    }
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

  /** Sets the alarm for an earlier time, and returns that; else returns never. */
  private long setAlarm() {
    long time = account.nextAlarm();
    if (time >= alarmTime) {
      return Message.NEVER;
    }
    if (cancelAlarm != null) {
      cancelAlarm.run();
    }
    alarmTime = time;
    cancelAlarm = host.alarm(time, this::sweep);
    return time;
  }

  private void sweep() {
    synchronized (this) {
      alarmTime = Message.NEVER;
      cancelAlarm = null;
    }
    apply(new Command.Sweep(host.now()));
  }

  private void carryOut(@Nullable Effects effects) {
    if (effects != null) {
      host.react(effects);
      if (effects.hasNews()) {
        bells.news().ring(user().id());
      }
      if (effects.hasPresence()) {
        bells.presence().ring(user().id());
      }
    }
  }
}
