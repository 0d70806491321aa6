package io.ramtalk.engine;

import org.jspecify.annotations.Nullable;

/**
 * The executor of commands on accounts. It holds the account's lock, keeps to the byte budget, and
 * handles timers and effects afterwards.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> that of the command, plus a lock that only commands
 * on the same account contend for.
 */
final class CommandExecutor {
  /* The most memory that a command may need is reserved before it is applied. The unused part is
   * released afterwards, so the budget counts exactly Account.bytes().
   *
   * One timer is set per account, for the earliest due time; each sweep sets the next. A timer that
   * fires too early finds nothing to do. A virtual clock may already be past that time when the
   * timer is set and then never fires it, so the sweep runs at once. */
  private final Engine.Host host;
  private final Doorbells news;
  private final Doorbells presence;

  /** Creates an executor that rings those doorbells: for news of a user, and for its presence. */
  CommandExecutor(Engine.Host host, Doorbells news, Doorbells presence) {
    this.host = host;
    this.news = news;
    this.presence = presence;
  }

  /** Applies a command and carries out its effects. Returns null if the user has left. */
  <R> @Nullable R apply(HeapAccount resident, Command<R> command) {
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
    if (alarm != Engine.NEVER && alarm <= host.now()) {
      apply(resident, new Command.Sweep(host.now()));
    }
    return answer;
  }

  /** Empties the account of a user who leaves, and carries out the effects. */
  void seeOff(HeapAccount resident) {
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

  /** Retires an account: later commands find it gone, and its memory is released. */
  void forget(HeapAccount resident) {
    resident.lock();
    try {
      giveUp(resident);
    } finally {
      resident.unlock();
    }
  }

  private void giveUp(HeapAccount resident) {
    if (!resident.isGone()) {
      host.budget().release(resident.bytes());
      cancelAlarm(resident);
      resident.setAlarm(HeapAccount.Alarm.GONE);
    }
  }

  /** Sets an earlier timer and returns its time. Returns never if the current timer suffices. */
  private long setAlarm(HeapAccount resident) {
    long time = resident.nextAlarm();
    var alarm = resident.alarm();
    if (time >= (alarm == null ? Engine.NEVER : alarm.time())) {
      return Engine.NEVER;
    }
    cancelAlarm(resident);
    resident.setAlarm(
        new HeapAccount.Alarm(time, host.alarm(time, () -> sweep(resident))));
    return time;
  }

  private static void cancelAlarm(HeapAccount resident) {
    var alarm = resident.alarm();
    if (alarm != null) {
      alarm.cancel().run();
    }
  }

  private void sweep(HeapAccount resident) {
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

  private void carryOut(HeapAccount resident, Effects effects) {
    if (!effects.reports().isEmpty()) {
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
