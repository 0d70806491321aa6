package io.ramtalk.hazelcast;

import io.ramtalk.EngineUnavailable;
import io.ramtalk.RamBudget;
import io.ramtalk.UserId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The commands of this member whose results nobody waits for. Each is repeated until its outcome is
 * known. A later command of this member on an account that one of them changes waits for it.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one call per attempt, no thread, and {@value #BYTES}
 * bytes of the byte budget while a command is under way.
 */
final class DeferredCommands {
  /* A command changes its own account, and its effects change others. An effect is a deferred
   * command too, and is registered before the command that causes it ends. So a wait for an account
   * has two rounds: one for the registered commands, and one for their effects. An effect has no
   * effects of its own.
   *
   * At most MAX commands are accepted, and beyond that only those of threads that complete calls,
   * because such a thread must not wait for other calls. Their number is bounded by the calls. */
  static final int MAX = 10_000;
  static final long BYTES = 400;

  private static final Logger LOG = System.getLogger(DeferredCommands.class.getName());
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final RamBudget budget;
  private final long limitMillis;
  private final Map<UserId, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Creates an empty set.
   *
   * @param limitMillis the longest wait for commands that are under way
   */
  DeferredCommands(RamBudget budget, long limitMillis) {
    this.budget = budget;
    this.limitMillis = limitMillis;
  }

  /**
   * Begins a command, unless too many are under way.
   *
   * @param users the owners of the accounts that the command and its effects change
   * @param attempt makes one attempt of the command and carries out its effects
   * @return false if {@value #MAX} commands are under way; nothing has begun then
   */
  boolean tryBegin(Set<UserId> users, Calls.Attempt<Void> attempt) {
    if (closed || count.get() >= MAX) {
      return false;
    }
    begin(users, attempt);
    return true;
  }

  /** Begins a command in any case, for a thread that must not wait. */
  void begin(Set<UserId> users, Calls.Attempt<Void> attempt) {
    count.incrementAndGet();
    budget.release(-BYTES); // exceeds the limit rather than fail: the command releases more
    var done = new CompletableFuture<Void>();
    users.forEach(user -> register(user, done));
    call(attempt, false, FIRST_PAUSE_MILLIS, done);
  }

  private void register(UserId user, CompletableFuture<Void> done) {
    CompletionStage<Void> all = pending.compute(user, (id, earlier) ->
        earlier == null ? done : CompletableFuture.allOf(earlier, done));
    all.whenComplete((nothing, failure) -> pending.remove(user, all));
  }

  private void call(Calls.Attempt<Void> attempt, boolean repeated, long pauseMillis,
      CompletableFuture<Void> done) {
    attempt.begin(repeated).whenComplete((outcome, failure) -> {
      if (closed || !Calls.isTemporary(failure)) {
        end(failure, done);
      } else {
        Completions.after(pauseMillis, () ->
            call(attempt, true, Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS), done));
      }
    });
  }

  private void end(@Nullable Throwable failure, CompletableFuture<Void> done) {
    if (failure != null) {
      LOG.log(closed ? Level.DEBUG : Level.WARNING, "A deferred command was not executed", failure);
    }
    count.decrementAndGet();
    budget.release(BYTES);
    done.complete(null);
  }

  /**
   * Returns the end of the commands that change an account and are under way, or null if the
   * account is idle.
   *
   * @return fails with {@link EngineUnavailable} if the commands take longer than the limit
   */
  @Nullable CompletionStage<Void> earlier(UserId user) {
    CompletionStage<Void> commands = pending.get(user);
    if (commands == null) {
      return null;
    }
    var ended = new CompletableFuture<Void>();
    commands.thenRun(() -> {
      CompletionStage<Void> effects = pending.get(user);
      if (effects == null) {
        ended.complete(null);
      } else {
        effects.thenRun(() -> ended.complete(null));
      }
    });
    Completions.limit(ended, limitMillis, () -> EngineUnavailable.notApplied(
        "earlier commands on the account are still under way"));
    return ended;
  }

  /** Returns the number of commands that are under way. */
  int count() {
    return count.get();
  }

  /** Waits a limited time for all commands, and repeats none of them afterwards. */
  void close() {
    try {
      for (var user : Set.copyOf(pending.keySet())) {
        var commands = earlier(user);
        if (commands != null) {
          Calls.join(commands);
        }
      }
    } catch (EngineUnavailable e) {
      LOG.log(Level.WARNING, () -> count() + " deferred commands may be lost", e);
    }
    closed = true;
  }
}
