package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.spi.exception.TargetNotMemberException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Calls without a thread that waits, on attempts that the test completes. */
final class CallsTest {
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final AtomicLong ahead = new AtomicLong();
  private final MajorityLease lease = new MajorityLease(2, this::moment);
  private final Calls calls = new Calls(lease, Calls.LIMIT_MILLIS);
  private final List<Boolean> attempts = new ArrayList<>();

  /** Returns the time of a clock that only the test moves, so the lease holds until it does. */
  private MajorityLease.Moment moment() {
    return new MajorityLease.Moment(ahead.get(), 0);
  }

  private CompletionStage<String> submit(CompletionStage<?>... answers) {
    lease.commit(new UUID(0, 1), lease.now(), lease.now().millis());
    return calls.submit(repeated -> {
      attempts.add(repeated);
      return answers[attempts.size() - 1].thenApply(Object::toString);
    });
  }

  private static EngineUnavailable failure(CompletionStage<?> stage) {
    var failure = new AtomicReference<Throwable>();
    Eventually.get(stage.handle((answer, fault) -> {
      failure.set(fault);
      return true;
    }).toCompletableFuture());
    assertThat(failure.get()).isInstanceOf(EngineUnavailable.class);
    return (EngineUnavailable) failure.get();
  }

  private static CompletionStage<?> failed(RuntimeException failure) {
    return CompletableFuture.failedStage(failure);
  }

  @Test
  void submit_answered_result() {
    var answer = submit(CompletableFuture.completedStage("yes"));

    assertThat(Eventually.get(answer.toCompletableFuture())).isEqualTo("yes");
    assertThat(attempts).containsExactly(false);
  }

  @Test
  void submit_memberLeaves_repeated() {
    var answer = submit(failed(new TargetNotMemberException("gone")),
        failed(new TargetNotMemberException("gone")), CompletableFuture.completedStage("yes"));

    assertThat(Eventually.get(answer.toCompletableFuture())).isEqualTo("yes");
    assertThat(attempts).containsExactly(false, true, true);
  }

  @Test
  void submit_noQuorum_notApplied() {
    var failure = failure(submit(failed(new SplitBrainProtectionException("minority"))));

    assertThat(failure.isNotApplied()).isTrue();
    assertThat(attempts).containsExactly(false);
  }

  @Test
  void submit_noQuorumAfterALostAttempt_outcomeUnknown() {
    var failure = failure(submit(failed(new TargetNotMemberException("gone")),
        failed(new SplitBrainProtectionException("minority"))));

    assertThat(failure.isNotApplied()).isFalse();
  }

  @Test
  void submit_leaseDoesNotHold_notApplied() {
    var failure = failure(calls.submit(repeated -> {
      throw new AssertionError("No attempt may be made");
    }));

    assertThat(failure.isNotApplied()).isTrue();
  }

  @Test
  void submit_leaseEndsMeanwhile_outcomeUnknown() {
    var answer = new CompletableFuture<String>();
    var stage = submit(answer);

    ahead.addAndGet(HOUR_NANOS);
    answer.complete("too late");

    assertThat(failure(stage).isNotApplied()).isFalse();
  }

  @Test
  void submit_neverAnswered_outcomeUnknown() {
    assertThat(failure(submit(new CompletableFuture<String>())).isNotApplied()).isFalse();
  }
}
