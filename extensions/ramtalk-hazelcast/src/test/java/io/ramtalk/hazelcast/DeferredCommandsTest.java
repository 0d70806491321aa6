package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.spi.exception.TargetNotMemberException;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.Eventually;
import io.ramtalk.RamBudget;
import io.ramtalk.UserId;
import io.ramtalk.engine.Command;
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
  private static final Command<?> COMMAND = new Command.Sweep(0);

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final RamBudget budget = new RamBudget(1_000_000);
  private final DeferredCommands deferred = new DeferredCommands(
      this::call, budget, Eventually.LIMIT.toMillis());

  /** A call that has not completed yet. */
  private record Call(DeferredCommands.Attempt attempt, CompletableFuture<Void> answer) {}

  private CompletionStage<Void> call(DeferredCommands.Attempt attempt) {
    var call = new Call(attempt, new CompletableFuture<>());
    calls.add(call);
    return call.answer();
  }

  private void begin(UserId user, UserId... others) {
    assertThat(deferred.tryBegin(attempt(user), List.of(others))).isTrue();
  }

  private static DeferredCommands.Attempt attempt(UserId user) {
    return new DeferredCommands.Attempt(user, COMMAND, 7, false);
  }

  /** Returns a thread that waits for the commands on an account. */
  private Thread waiting(UserId user) throws Exception {
    var thread = new Thread(() -> deferred.await(user));
    thread.setDaemon(true);
    thread.start();
    Eventually.that("the thread waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private static void assertGoesOn(Thread thread) throws Exception {
    Eventually.that("the thread goes on", () -> !thread.isAlive());
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
    assertThat(last.attempt()).isEqualTo(attempt(ANA).again());
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
  void await_accountChanges_untilTheCommandEnds() throws Exception {
    begin(BO, ANA);
    var bo = waiting(BO);
    var ana = waiting(ANA);
    deferred.await(new UserId(0, 3));
    assertThat(bo.isAlive()).isTrue();
    assertThat(ana.isAlive()).isTrue();

    nextCall().answer().complete(null);

    assertGoesOn(bo);
    assertGoesOn(ana);
  }

  @Test
  void await_effectBegun_untilTheEffectEnds() throws Exception {
    begin(BO, ANA);
    var ana = waiting(ANA);
    var bo = waiting(BO);
    var first = nextCall();
    deferred.begin(attempt(ANA), Set.of());

    first.answer().complete(null);
    assertGoesOn(bo);
    assertThat(ana.isAlive()).isTrue();
    nextCall().answer().complete(null);

    assertGoesOn(ana);
  }

  @Test
  void await_moreAndMoreCommands_onlyEarlierOnesWaitedFor() throws Exception {
    begin(ANA);
    var ana = waiting(ANA);

    Eventually.that("the thread goes on although a command is always under way", () -> {
      begin(ANA);
      nextCall().answer().complete(null);
      return !ana.isAlive();
    });

    assertThat(deferred.count()).isOne();
  }

  @Test
  void begin_tooMany_refusedUnlessTheThreadMustNotWait() {
    for (int i = 0; i < DeferredCommands.MAX; i++) {
      begin(ANA);
    }

    assertThat(deferred.tryBegin(attempt(BO), Set.of())).isFalse();
    deferred.begin(attempt(BO), Set.of());

    assertThat(deferred.count()).isEqualTo(DeferredCommands.MAX + 1);
    calls.forEach(call -> call.answer().complete(null));
    assertThat(deferred.count()).isZero();
    assertThat(deferred.tryBegin(attempt(BO), Set.of())).isTrue();
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

    assertThat(deferred.tryBegin(attempt(ANA), Set.of())).isFalse();
  }
}
