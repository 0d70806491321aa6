package io.ramtalk;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;

/** Stands between a messenger and its engine: acts as a faster thread would, and counts bytes. */
final class InterposedEngine implements Engine {
  private final Engine engine;
  private final Queue<Runnable> beforeExecute = new ArrayDeque<>();
  private final Queue<Runnable> afterWatch = new ArrayDeque<>();

  InterposedEngine(Engine engine) {
    this.engine = engine;
  }

  /** Does something between the moment a command was made and the moment it is executed. */
  void beforeNextExecute(Runnable action) {
    beforeExecute.add(action);
  }

  /** Does something before whoever listens to a doorbell learns that it does. */
  void afterNextWatch(Runnable action) {
    afterWatch.add(action);
  }

  /** Returns what the registered accounts count, added up. */
  long countedBytes() {
    return ((HeapEngine) engine).countedBytes();
  }

  private static void act(Queue<Runnable> actions) {
    var action = actions.poll();
    if (action != null) {
      action.run();
    }
  }

  @Override
  public void open(Host host) {
    engine.open(host);
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
    act(beforeExecute);
    return engine.execute(user, command);
  }

  @Override
  public User find(Mobile mobile) {
    return engine.find(mobile);
  }

  @Override
  public Iterator<Listed> users(UserId after) {
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
  public Health health() {
    return engine.health();
  }

  @Override
  public void close() {
    engine.close();
  }
}
