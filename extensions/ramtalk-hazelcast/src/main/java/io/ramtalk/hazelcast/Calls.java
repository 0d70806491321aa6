package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.HazelcastOverloadException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.ramtalk.EngineUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls to other members. A call with an unknown outcome is retried, and fails within a time limit
 * if the outcome stays unknown. A result counts only if a majority was reachable all the time.
 *
 * <p><b>Threads:</b> any number except partition threads. The caller of {@link #call} blocks.
 */
final class Calls {
  /* A member failure does not tell whether a call was applied. Nor does a local shutdown: it also
   * fails calls in flight. Only a rejection before execution does, and only if no earlier attempt
   * may have got through. */
  static final long LIMIT_MILLIS = 4_000;

  private static final long PAUSE_MILLIS = 50;

  private final MajorityLease lease;
  private final long limitMillis;

  /** Creates the calls of a member. Each of them completes within the limit. */
  Calls(MajorityLease lease, long limitMillis) {
    this.lease = lease;
    this.limitMillis = limitMillis;
  }

  /** One attempt of a call. Several attempts must have the same effect as one. */
  interface Attempt<R> {
    CompletionStage<@Nullable R> begin(boolean repeated);
  }

  /**
   * Returns the result of the first attempt that completes. Blocks this thread.
   *
   * @throws EngineUnavailable if none completes in time, or too few members are reachable
   */
  <R> @Nullable R call(Attempt<R> attempt) {
    return join(submit(attempt));
  }

  /** Waits for a call and returns its result, or throws its exception. */
  static <R> @Nullable R join(CompletionStage<@Nullable R> call) {
    try {
      return call.toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineUnavailable.outcomeUnknown("interrupted");
    }
  }

  /**
   * Returns the result of the first attempt that completes, without blocking this thread.
   *
   * @return completes within the limit, with the exception of {@link #call} itself
   */
  <R> CompletionStage<@Nullable R> submit(Attempt<R> attempt) {
    var call = new AsyncCall<>(attempt, new CompletableFuture<@Nullable R>());
    call.begin();
    return call.result;
  }

  /**
   * Makes one attempt of a call, without a time limit.
   *
   * @return completes exceptionally if it fails in any way
   */
  <R> CompletionStage<@Nullable R> attempt(Attempt<R> attempt, boolean repeated) {
    try {
      long term = lease.begin();
      return attempt.begin(repeated).thenApply(answer -> {
        lease.check(term);
        return answer;
      });
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** A call whose attempts follow each other without a thread that waits. */
  private final class AsyncCall<R> {
    private final Attempt<R> attempt;
    private final CompletableFuture<@Nullable R> result;
    private final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    private long term;
    private boolean mayBeApplied;

    AsyncCall(Attempt<R> attempt, CompletableFuture<@Nullable R> result) {
      this.attempt = attempt;
      this.result = result;
    }

    void begin() {
      try {
        term = lease.begin();
      } catch (EngineUnavailable e) {
        result.completeExceptionally(e);
        return;
      }
      attempt();
      Completions.limit(result, limitMillis, Calls.this::noResponse);
    }

    private void attempt() {
      CompletionStage<@Nullable R> stage;
      try {
        stage = attempt.begin(mayBeApplied);
      } catch (RuntimeException e) {
        stage = CompletableFuture.failedStage(e);
      }
      stage.whenComplete((answer, failure) -> {
        if (failure == null) {
          complete(answer);
        } else {
          fail(failure instanceof CompletionException ? failure.getCause() : failure);
        }
      });
    }

    private void complete(@Nullable R answer) {
      try {
        lease.check(term);
        result.complete(answer);
      } catch (EngineUnavailable e) {
        result.completeExceptionally(e);
      }
    }

    private void fail(@Nullable Throwable failure) {
      mayBeApplied |= !isRefusal(failure);
      if (isFinal(failure) || System.nanoTime() >= end) {
        result.completeExceptionally(unavailable(failure, mayBeApplied));
      } else {
        Completions.after(PAUSE_MILLIS, this::attempt);
      }
    }
  }

  private EngineUnavailable noResponse() {
    return EngineUnavailable.outcomeUnknown("no response within " + limitMillis + " ms");
  }

  private static boolean isRefusal(@Nullable Throwable failure) {
    return failure instanceof SplitBrainProtectionException
        || failure instanceof HazelcastOverloadException;
  }

  /** Returns whether another attempt would also fail: no quorum, or this member is stopping. */
  private static boolean isFinal(@Nullable Throwable failure) {
    return failure instanceof SplitBrainProtectionException
        || failure instanceof HazelcastInstanceNotActiveException
        || !isOfTheCluster(failure);
  }

  /** Returns whether a later attempt may succeed after an attempt failed. */
  static boolean isTemporary(@Nullable Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof EngineUnavailable || isOfTheCluster(cause);
  }

  /** Returns whether the failure is one of the cluster, not one of the step. */
  private static boolean isOfTheCluster(@Nullable Throwable failure) {
    return failure != null && failure.getClass().getName().startsWith("com.hazelcast.");
  }

  private static RuntimeException unavailable(
      @Nullable Throwable failure, boolean mayBeApplied) {
    if (!isOfTheCluster(failure)) {
      return new IllegalStateException("A step on an account failed", failure);
    }
    var why = failure instanceof SplitBrainProtectionException
        ? "too few members of the cluster are reachable" : "members of the cluster are missing";
    return mayBeApplied
        ? EngineUnavailable.outcomeUnknown(why) : EngineUnavailable.notApplied(why);
  }
}
