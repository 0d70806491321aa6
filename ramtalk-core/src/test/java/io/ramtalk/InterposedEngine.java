package io.ramtalk;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.engine.EngineInsight;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine between a messenger and its real engine, which imitates faster threads and network
 * failures, and counts bytes.
 */
public final class InterposedEngine implements Engine {
  private final Engine engine;
  private final Queue<Runnable> beforeExecute = new ArrayDeque<>();
  private final Queue<Runnable> afterExecute = new ArrayDeque<>();
  private final Queue<Runnable> afterWatch = new ArrayDeque<>();
  private UUID member;
  private Host host;
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private volatile boolean holds;
  private final AtomicInteger executed = new AtomicInteger();

  public InterposedEngine(Engine engine) {
    this.engine = engine;
  }

  /** Runs an action before the next command is executed. */
  public void beforeNextExecute(Runnable action) {
    beforeExecute.add(action);
  }

  /** Rejects the next command. */
  public void rejectNext() {
    beforeNextExecute(() -> {
      throw EngineUnavailable.notApplied("by a test");
    });
  }

  /** Loses the response of the next command. */
  public void loseNextResponse() {
    afterExecute.add(() -> {
      throw EngineUnavailable.outcomeUnknown("by a test");
    });
  }

  /** Leaves submitted commands incomplete, as those that wait for another process. */
  public void holdSubmitted() {
    holds = true;
  }

  /** Returns the number of submitted commands that are incomplete. */
  public int held() {
    return held.size();
  }

  /** Completes the submitted commands, now and from now on. */
  public void completeSubmitted() {
    holds = false;
    for (var next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
  }

  @Override
  public <R> CompletionStage<R> submit(UserId user, Command<R> command) {
    if (!holds) {
      return Engine.super.submit(user, command);
    }
    var result = new CompletableFuture<R>();
    held.add(() -> Engine.super.submit(user, command).whenComplete((answer, failure) -> {
      if (failure == null) {
        result.complete(answer);
      } else {
        result.completeExceptionally(failure);
      }
    }));
    return result;
  }

  /** Sets the member id of this process, or null for a process without a cluster. */
  public void join(UUID newMember) {
    member = newMember;
  }

  /** Makes the messenger repeat statements that may have been lost. */
  public void reconcile(boolean everything) {
    host.reconcile(everything);
  }

  /** Returns the number of executed commands. */
  public int executed() {
    return executed.get();
  }

  /** Returns the names of the threads that executed commands. */
  public Set<String> threads() {
    return Set.copyOf(threads);
  }

  /** Runs an action after the next watch is registered and before its caller gets it. */
  public void afterNextWatch(Runnable action) {
    afterWatch.add(action);
  }

  /** Returns the sum of the bytes that the registered accounts count. */
  public long countedBytes() {
    return EngineInsight.countedBytes(engine);
  }

  private static void act(Queue<Runnable> actions) {
    var action = actions.poll();
    if (action != null) {
      action.run();
    }
  }

  @Override
  public void open(Host newHost) {
    host = newHost;
    engine.open(newHost);
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    return engine.register(account, maxUsers);
  }

  @Override
  public boolean remove(UserId user) {
    return engine.remove(user);
  }

  @Override
  public <R> R execute(UserId user, Command<R> command) {
    executed.incrementAndGet();
    threads.add(Thread.currentThread().getName());
    act(beforeExecute);
    var answer = engine.execute(user, command);
    act(afterExecute);
    return answer;
  }

  @Override
  public User find(Mobile mobile) {
    return engine.find(mobile);
  }

  @Override
  public Iterator<UserPresence> users(UserId after) {
    return engine.users(after);
  }

  @Override
  public Watch watch(UserId user, Runnable bell) {
    var watch = engine.watch(user, bell);
    act(afterWatch);
    return watch;
  }

  @Override
  public Watch watchPresence(UserId user, Runnable bell) {
    return engine.watchPresence(user, bell);
  }

  @Override
  public UUID member() {
    return member;
  }

  @Override
  public Health health() {
    return engine.health();
  }

  @Override
  public void close() {
    engine.close();
  }
}
