package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.HazelcastOverloadException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.ramtalk.EngineUnavailable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to other members, again where their outcome is not known, and says within a bound
 * that it stays so. What is answered counts only if a majority was there all the while.
 *
 * <p><b>Threads:</b> any number but those of partitions; the caller waits.
 */
final class Calls {
  /* That a member failed never says that a call was not applied, nor that this one stops, which it
   * says of calls under way as well. Only a refusal before it was looked at does, and only if no
   * earlier attempt may have got through. */
  static final long LIMIT_MILLIS = 4_000;

  private static final long PAUSE_MILLIS = 50;

  private final MajorityLease lease;

  Calls(MajorityLease lease) {
    this.lease = lease;
  }

  /** One attempt; all of them together must be as harmless as one. */
  interface Attempt<R> {
    CompletionStage<@Nullable R> begin(boolean repeated);
  }

  /**
   * Returns what the first attempt answers that answers.
   *
   * @throws EngineUnavailable if none does, or too few members are there
   */
  <R> @Nullable R call(Attempt<R> attempt) {
    long term = lease.begin();
    var answer = firstAnswer(attempt);
    lease.check(term);
    return answer;
  }

  private static <R> @Nullable R firstAnswer(Attempt<R> attempt) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    boolean mayBeApplied = false;
    while (true) {
      Throwable failure;
      try {
        return attempt.begin(mayBeApplied).toCompletableFuture()
            .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        failure = e.getCause();
      } catch (TimeoutException e) {
        throw EngineUnavailable.outcomeUnknown("no answer within " + LIMIT_MILLIS + " ms");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EngineUnavailable.outcomeUnknown("interrupted");
      } catch (RuntimeException e) {
        failure = e;
      }
      mayBeApplied |= !isRefusal(failure);
      if (isFinal(failure) || System.nanoTime() >= end) {
        throw unavailable(failure, mayBeApplied);
      }
      pause(failure);
    }
  }

  private static boolean isRefusal(@Nullable Throwable failure) {
    return failure instanceof SplitBrainProtectionException
        || failure instanceof HazelcastOverloadException;
  }

  /** Says whether another attempt would fail too: there is no quorum, or this member stops. */
  private static boolean isFinal(@Nullable Throwable failure) {
    return failure instanceof SplitBrainProtectionException
        || failure instanceof HazelcastInstanceNotActiveException
        || !isOfTheCluster(failure);
  }

  /** Says whether members failed, and not what they did. */
  private static boolean isOfTheCluster(@Nullable Throwable failure) {
    return failure != null && failure.getClass().getName().startsWith("com.hazelcast.");
  }

  private static RuntimeException unavailable(
      @Nullable Throwable failure, boolean mayBeApplied) {
    if (!isOfTheCluster(failure)) {
      return new IllegalStateException("A step on an account failed", failure);
    }
    var why = failure instanceof SplitBrainProtectionException
        ? "too few members of the cluster are there" : "members of the cluster are missing";
    return mayBeApplied
        ? EngineUnavailable.outcomeUnknown(why) : EngineUnavailable.notApplied(why);
  }

  private static void pause(@Nullable Throwable failure) {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineUnavailable.outcomeUnknown("interrupted after " + failure);
    }
  }
}
