package io.ramtalk;

/** A messenger as an engine sees it, whose time a test moves. */
final class ManualHost implements Engine.Host {
  private final Engine engine;
  private final MonotonicClock timeline;
  private final Timers alarms;
  private final RamBudget budget = new RamBudget(Long.MAX_VALUE);

  private ManualHost(Engine engine, VirtualClock clock) {
    this.engine = engine;
    timeline = new MonotonicClock(clock);
    alarms = new Timers(timeline, clock);
  }

  /** Opens an engine for a messenger with that clock. */
  static Engine open(Engine engine, VirtualClock clock) {
    engine.open(new ManualHost(engine, clock));
    return engine;
  }

  @Override
  public long now() {
    return timeline.now();
  }

  @Override
  public Runnable alarm(long time, Runnable call) {
    var alarm = alarms.set(time, call);
    return () -> alarms.cancel(alarm);
  }

  @Override
  public void react(Effects effects) {
    effects.fates().forEach(fate -> engine.execute(fate.sender(), new Command.ApplyReport(fate)));
  }

  @Override
  public void reconcile(boolean everything) {
    // Nobody connects to it.
  }

  @Override
  public RamBudget budget() {
    return budget;
  }
}
