package io.ramtalk.hazelcast;

import io.ramtalk.EngineUnavailable;
import io.ramtalk.RamBudget;
import io.ramtalk.UserId;
import io.ramtalk.engine.Command;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The commands of this member whose results nobody waits for. Each is repeated until its outcome is
 * known. A later command of this member on an account that one of them changes waits for it.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one call per command and attempt, no thread, and
 * {@value #BYTES} bytes of the byte budget while a command is under way.
 */
final class DeferredCommands {
  /* A command changes its own account and then, by its effects, others. Those effects are deferred
   * commands too, and are registered before the first command ends. So whoever waits for an account
   * waits twice: for the commands registered now, and for those that they have registered. Effects
   * of effects do not exist.
   *
   * At most MAX commands are accepted, and beyond that only those of threads that complete calls,
   * because such a thread must not wait for other calls. Their number is bounded by the calls. */
  static final int MAX = 10_000;
  static final long BYTES = 400;

  private static final Logger LOG = System.getLogger(DeferredCommands.class.getName());
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long MAX_PAUSE_MILLIS = 1_000;
  private static final int ROUNDS = 2;

  private final Caller caller;
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
  DeferredCommands(Caller caller, RamBudget budget, long limitMillis) {
    this.caller = caller;
    this.budget = budget;
    this.limitMillis = limitMillis;
  }

  /** A function that makes one attempt of a command and then carries out its effects. */
  interface Caller {
    CompletionStage<?> call(Attempt attempt);
  }

  /**
   * One attempt of a command.
   *
   * @param user the owner of the account
   * @param command the command
   * @param number the number of the command among the calls of this member
   * @param repeated true if an earlier attempt has an unknown outcome
   */
  record Attempt(UserId user, Command<?> command, long number, boolean repeated) {
    Attempt again() {
      return new Attempt(user, command, number, true);
    }
  }

  /**
   * Begins a command, unless too many are under way.
   *
   * @param first the first attempt
   * @param others the owners of other accounts that its effects may change
   * @return false if {@value #MAX} commands are under way; nothing has begun then
   */
  boolean tryBegin(Attempt first, Collection<UserId> others) {
    if (closed || count.get() >= MAX) {
      return false;
    }
    begin(first, others);
    return true;
  }

  /** Begins a command in any case, for a thread that must not wait. */
  void begin(Attempt first, Collection<UserId> others) {
    count.incrementAndGet();
    budget.release(-BYTES); // exceeds the limit rather than fail: the command releases more
    var users = new LinkedHashSet<>(others);
    users.add(first.user());
    var done = new CompletableFuture<Void>();
    users.forEach(user -> register(user, done));
    call(first, FIRST_PAUSE_MILLIS, done);
  }

  private void register(UserId user, CompletableFuture<Void> done) {
    CompletionStage<Void> all = pending.compute(user, (id, earlier) ->
        earlier == null ? done : CompletableFuture.allOf(earlier, done));
    all.whenComplete((nothing, failure) -> pending.remove(user, all));
  }

  private void call(Attempt attempt, long pauseMillis, CompletableFuture<Void> done) {
    CompletionStage<?> answer;
    try {
      answer = caller.call(attempt);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    answer.whenComplete((outcome, failure) -> {
      if (closed || !isTemporary(failure)) {
        end(attempt, failure, done);
      } else {
        Completions.after(pauseMillis, () ->
            call(attempt.again(), Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS), done));
      }
    });
  }

  private static boolean isTemporary(@Nullable Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof EngineUnavailable || Calls.isOfTheCluster(cause);
  }

  private void end(Attempt attempt, @Nullable Throwable failure, CompletableFuture<Void> done) {
    if (failure != null) {
      LOG.log(closed ? Level.DEBUG : Level.WARNING,
          () -> "A command was not executed: " + attempt.command().getClass().getSimpleName(),
          failure);
    }
    count.decrementAndGet();
    budget.release(BYTES);
    done.complete(null);
  }

  /**
   * Waits for the commands that change an account and are under way.
   *
   * @throws EngineUnavailable if they take longer than the limit
   */
  void await(UserId user) {
    for (int i = 0; i < ROUNDS; i++) {
      var commands = pending.get(user);
      if (commands == null) {
        return;
      }
      await(commands);
    }
  }

  /**
   * Returns a stage that completes when the commands that change an account and are under way have
   * ended, or fails like {@link #await} with the exception itself. Returns null if there are none.
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
    Completions.limit(ended, limitMillis, DeferredCommands::tooSlow);
    return ended;
  }

  private static EngineUnavailable tooSlow() {
    return EngineUnavailable.notApplied("earlier commands on the account are still under way");
  }

  private void await(CompletableFuture<Void> commands) {
    try {
      commands.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw tooSlow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineUnavailable.notApplied("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // they never complete exceptionally
    }
  }

  /** Returns the number of commands that are under way. */
  int count() {
    return count.get();
  }

  /** Waits a limited time for all commands, and repeats none of them afterwards. */
  void close() {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        await(CompletableFuture.allOf(pending.values().toArray(CompletableFuture[]::new)));
      }
    } catch (EngineUnavailable e) {
      LOG.log(Level.WARNING, () -> count() + " deferred commands may be lost", e);
    }
    closed = true;
  }
}
