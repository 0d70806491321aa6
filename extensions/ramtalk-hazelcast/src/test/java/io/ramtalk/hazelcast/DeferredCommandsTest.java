package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.spi.exception.TargetNotMemberException;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.Eventually;
import io.ramtalk.RamBudget;
import io.ramtalk.UserId;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Commands whose callers do not wait, on calls that the test completes. */
final class DeferredCommandsTest {
  private static final UserId ANA = new UserId(0, 1);
  private static final UserId BO = new UserId(0, 2);

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final RamBudget budget = new RamBudget(1_000_000);
  private final DeferredCommands deferred =
      new DeferredCommands(budget, Eventually.LIMIT.toMillis());

  /** A call that has not completed yet. */
  private record Call(boolean repeated, CompletableFuture<Void> answer) {}

  private CompletionStage<Void> call(boolean repeated) {
    var call = new Call(repeated, new CompletableFuture<>());
    calls.add(call);
    return call.answer();
  }

  private void begin(UserId... users) {
    assertThat(deferred.tryBegin(Set.of(users), this::call)).isTrue();
  }

  private CompletableFuture<Void> earlier(UserId user) {
    return deferred.earlier(user).toCompletableFuture();
  }

  private Call nextCall() throws Exception {
    Eventually.that("a call is made", () -> !calls.isEmpty());
    return calls.remove();
  }

  @Test
  void begin_callerGoesOn_countedUntilAnswered() throws Exception {
    begin(ANA);

    assertThat(deferred.count()).isOne();
    assertThat(budget.used()).isEqualTo(DeferredCommands.BYTES);
    nextCall().answer().complete(null);
    assertThat(deferred.count()).isZero();
    assertThat(budget.used()).isZero();
  }

  @Test
  void outcomeUnknown_repeatedUntilKnown() throws Exception {
    begin(ANA);
    for (var failure : List.of(new TargetNotMemberException("gone"),
        EngineUnavailable.outcomeUnknown("cut off"), EngineUnavailable.notApplied("cut off"))) {
      nextCall().answer().completeExceptionally(failure);
    }

    var last = nextCall();
    assertThat(last.repeated()).isTrue();
    assertThat(deferred.count()).isOne();
    last.answer().complete(null);

    assertThat(deferred.count()).isZero();
    assertThat(calls).isEmpty();
  }

  @Test
  void commandFails_notRepeated() throws Exception {
    begin(ANA);

    nextCall().answer().completeExceptionally(new IllegalStateException("by the test"));

    assertThat(deferred.count()).isZero();
    assertThat(calls).isEmpty();
  }

  @Test
  void earlier_accountChanges_untilTheCommandEnds() throws Exception {
    begin(BO, ANA);
    var bo = earlier(BO);
    var ana = earlier(ANA);
    assertThat(deferred.earlier(new UserId(0, 3))).isNull();
    assertThat(bo).isNotDone();
    assertThat(ana).isNotDone();

    nextCall().answer().complete(null);

    assertThat(bo).isDone();
    assertThat(ana).isDone();
    assertThat(deferred.earlier(BO)).isNull();
  }

  @Test
  void earlier_effectBegun_untilTheEffectEnds() throws Exception {
    begin(BO, ANA);
    var bo = earlier(BO);
    var ana = earlier(ANA);
    var first = nextCall();
    deferred.begin(Set.of(ANA), this::call);

    first.answer().complete(null);
    assertThat(bo).isDone();
    assertThat(ana).isNotDone();
    nextCall().answer().complete(null);

    assertThat(ana).isDone();
  }

  @Test
  void earlier_moreAndMoreCommands_onlyTwoRoundsWaitedFor() throws Exception {
    begin(ANA);
    var ana = earlier(ANA);
    begin(ANA);
    nextCall().answer().complete(null);
    assertThat(ana).isNotDone();
    begin(ANA);

    nextCall().answer().complete(null);

    assertThat(ana).isDone();
    assertThat(deferred.count()).isOne();
  }

  @Test
  void earlier_longerThanTheLimit_notApplied() {
    var impatient = new DeferredCommands(budget, 1);
    impatient.begin(Set.of(ANA), this::call);

    var failure = impatient.earlier(ANA).handle((nothing, fault) -> fault).toCompletableFuture();

    assertThat(Eventually.get(failure)).isInstanceOfSatisfying(EngineUnavailable.class,
        fault -> assertThat(fault.isNotApplied()).isTrue());
  }

  @Test
  void begin_tooMany_refusedUnlessTheThreadMustNotWait() {
    for (int i = 0; i < DeferredCommands.MAX; i++) {
      begin(ANA);
    }

    assertThat(deferred.tryBegin(Set.of(BO), this::call)).isFalse();
    deferred.begin(Set.of(BO), this::call);

    assertThat(deferred.count()).isEqualTo(DeferredCommands.MAX + 1);
    calls.forEach(call -> call.answer().complete(null));
    assertThat(deferred.count()).isZero();
    assertThat(deferred.tryBegin(Set.of(BO), this::call)).isTrue();
  }

  @Test
  void begin_budgetExhausted_stillBegins() throws Exception {
    budget.reserve(budget.limit());

    begin(ANA);

    nextCall().answer().complete(null);
    assertThat(budget.used()).isEqualTo(budget.limit());
  }

  @Test
  void close_commandUnderWay_waitedForAndNothingBegunAfterwards() throws Exception {
    begin(ANA);
    var closing = CompletableFuture.runAsync(deferred::close);

    nextCall().answer().complete(null);
    Eventually.get(closing);

    assertThat(deferred.tryBegin(Set.of(ANA), this::call)).isFalse();
  }
}
