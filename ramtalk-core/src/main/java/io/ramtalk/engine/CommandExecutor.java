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
  <R> @Nullable R apply(HeapAccount account, Command<R> command) {
    var effects = new Effects();
    long spare = 0;
    R answer;
    long timer;
    account.lock();
    try {
      if (account.isGone()) {
        return null;
      }
      spare = command.reserve(host.budget(), account);
      long before = account.bytes();
      try {
        answer = command.applyTo(account, effects);
      } finally {
        spare -= account.bytes() - before;
      }
      timer = setTimer(account);
    } finally {
      account.unlock();
      host.budget().release(spare);
    }
    carryOut(account, effects);
    if (timer != Engine.NEVER && timer <= host.now()) {
      apply(account, new Command.Sweep(host.now()));
    }
    return answer;
  }

  /** Empties the account of a user who leaves, and carries out the effects. */
  void seeOff(HeapAccount account) {
    var effects = new Effects();
    account.lock();
    try {
      giveUp(account);
      new Command.Delete(host.now()).applyTo(account, effects);
    } finally {
      account.unlock();
    }
    carryOut(account, effects);
  }

  /** Retires an account: later commands find it gone, and its memory is released. */
  void forget(HeapAccount account) {
    account.lock();
    try {
      giveUp(account);
    } finally {
      account.unlock();
    }
  }

  private void giveUp(HeapAccount account) {
    if (!account.isGone()) {
      host.budget().release(account.bytes());
      cancelTimer(account);
      account.setTimer(HeapAccount.Timer.GONE);
    }
  }

  /** Sets an earlier timer and returns its time. Returns never if the current timer suffices. */
  private long setTimer(HeapAccount account) {
    long time = account.nextTimer();
    var timer = account.timer();
    if (time >= (timer == null ? Engine.NEVER : timer.time())) {
      return Engine.NEVER;
    }
    cancelTimer(account);
    account.setTimer(
        new HeapAccount.Timer(time, host.timer(time, () -> sweep(account))));
    return time;
  }

  private static void cancelTimer(HeapAccount account) {
    var timer = account.timer();
    if (timer != null) {
      timer.cancel().run();
    }
  }

  private void sweep(HeapAccount account) {
    account.lock();
    try {
      if (!account.isGone()) {
        account.setTimer(null);
      }
    } finally {
      account.unlock();
    }
    apply(account, new Command.Sweep(host.now()));
  }

  private void carryOut(HeapAccount account, Effects effects) {
    if (!effects.reports().isEmpty()) {
      host.react(effects);
    }
    if (effects.hasNews() && news.hasListeners()) {
      news.ring(account.id());
    }
    if (effects.hasPresence() && presence.hasListeners()) {
      presence.ring(account.id());
    }
  }
}
