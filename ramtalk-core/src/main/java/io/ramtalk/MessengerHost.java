package io.ramtalk;

/**
 * The services that a messenger provides to its engine.
 *
 * @param engine the engine that stores the senders' accounts, for delivery reports
 * @param timeline the messenger's time
 * @param alarms the timers
 * @param budget the byte budget
 * @param tally the message counters of this process
 * @param connections the connections of this process
 * @param handOverEnds the completion of transfers
 */
record MessengerHost(Engine engine, MonotonicClock timeline, Timers alarms, RamBudget budget,
    CounterCells tally, LocalConnections connections, TransferEnds handOverEnds)
    implements Engine.Host {
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
    for (var fate : effects.fates()) {
      tally.end(fate);
      engine.execute(fate.sender(), new Command.ApplyReport(fate));
    }
  }

  @Override
  public void reconcile(boolean everything) {
    connections.reconcile(everything);
    handOverEnds.reconcile();
  }
}
