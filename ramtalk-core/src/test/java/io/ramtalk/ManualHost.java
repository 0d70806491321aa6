package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Effects;
import io.ramtalk.engine.Engine;

/** The host of an engine, with a time that the test moves. */
public final class ManualHost implements Engine.Host {
  private final Engine engine;
  private final MonotonicClock monotonicClock;
  private final Timers timers;
  private final RamBudget budget = new RamBudget(Long.MAX_VALUE);

  private ManualHost(Engine engine, VirtualClock clock) {
    this.engine = engine;
    monotonicClock = new MonotonicClock(clock);
    timers = new Timers(monotonicClock, clock);
  }

  /** Opens an engine for a messenger with that clock. */
  public static Engine open(Engine engine, VirtualClock clock) {
    engine.open(new ManualHost(engine, clock));
    return engine;
  }

  @Override
  public long now() {
    return monotonicClock.now();
  }

  @Override
  public Runnable timer(long time, Runnable call) {
    var timer = timers.set(time, call);
    return () -> timers.cancel(timer);
  }

  @Override
  public void react(Effects effects) {
    effects.reports().forEach(report -> engine.execute(report.sender(),
        new Command.ApplyReport(report)));
  }

  @Override
  public void reconcile(boolean everything) {
    // This host has no connections.
  }

  @Override
  public RamBudget budget() {
    return budget;
  }
}
