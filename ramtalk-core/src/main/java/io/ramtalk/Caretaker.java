package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * Applies commands to residents: under their lock, with room in the budget, and with what follows
 * for their alarms and for others.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> that of the command, and a lock that only others who
 * use the same account contend for.
 */
final class Caretaker {
  /* Room is reserved before the command is applied, for the most that it may need, and what was
   * not needed is given back after it: the budget counts exactly what Account.bytes() says.
   *
   * One alarm is set at a time, for the earliest of what is due; when it rings, the sweep sets the
   * next. One that rings too early finds nothing to do. A virtual clock may have moved past the
   * time before the alarm was set; it does not ring then, so the sweep is made at once. */
  private final Engine.Host host;
  private final Doorbells news;
  private final Doorbells presence;

  /** Will ring those bells: for those who wait for news of a user, and for its presence. */
  Caretaker(Engine.Host host, Doorbells news, Doorbells presence) {
    this.host = host;
    this.news = news;
    this.presence = presence;
  }

  /** Applies a command and carries its effects out; null if the user left. */
  <R> @Nullable R apply(Resident resident, Command<R> command) {
    var effects = new Effects();
    long spare = 0;
    R answer;
    long alarm;
    resident.lock();
    try {
      if (resident.isGone()) {
        return null;
      }
      spare = command.reserve(host.budget(), resident);
      long before = resident.bytes();
      try {
        answer = command.applyTo(resident, effects);
      } finally {
        spare -= resident.bytes() - before;
      }
      alarm = setAlarm(resident);
    } finally {
      resident.unlock();
      host.budget().release(spare);
    }
    carryOut(resident, effects);
    if (alarm != Message.NEVER && alarm <= host.now()) {
      apply(resident, new Command.Sweep(host.now()));
    }
    return answer;
  }

  /** Empties an account for good and tells whom it concerns. */
  void seeOff(Resident resident) {
    var effects = new Effects();
    resident.lock();
    try {
      giveUp(resident);
      new Command.Delete(host.now()).applyTo(resident, effects);
    } finally {
      resident.unlock();
    }
    carryOut(resident, effects);
  }

  /** Gives an account up: no command finds it any more, and what it took is free. */
  void forget(Resident resident) {
    resident.lock();
    try {
      giveUp(resident);
    } finally {
      resident.unlock();
    }
  }

  private void giveUp(Resident resident) {
    if (!resident.isGone()) {
      host.budget().release(resident.bytes());
      cancelAlarm(resident);
      resident.setAlarm(Resident.Alarm.GONE);
    }
  }

  /** Sets the alarm for an earlier time, and returns that; else returns never. */
  private long setAlarm(Resident resident) {
    long time = resident.nextAlarm();
    var alarm = resident.alarm();
    if (time >= (alarm == null ? Message.NEVER : alarm.time())) {
      return Message.NEVER;
    }
    cancelAlarm(resident);
    resident.setAlarm(
        new Resident.Alarm(time, host.alarm(time, () -> sweep(resident))));
    return time;
  }

  private static void cancelAlarm(Resident resident) {
    var alarm = resident.alarm();
    if (alarm != null) {
      alarm.cancel().run();
    }
  }

  private void sweep(Resident resident) {
    resident.lock();
    try {
      if (!resident.isGone()) {
        resident.setAlarm(null);
      }
    } finally {
      resident.unlock();
    }
    apply(resident, new Command.Sweep(host.now()));
  }

  private void carryOut(Resident resident, Effects effects) {
    if (!effects.fates().isEmpty()) {
      host.react(effects);
    }
    if (effects.hasNews() && news.hasListeners()) {
      news.ring(resident.id());
    }
    if (effects.hasPresence() && presence.hasListeners()) {
      presence.ring(resident.id());
    }
  }
}
