package io.ramtalk;

/**
 * What an engine sees of its messenger.
 *
 * @param engine where the accounts of senders live, to which news are carried
 * @param timeline the time
 * @param alarms who calls back
 * @param budget what everything counts against
 * @param tally where what becomes of messages is counted, whatever the engine
 * @param connections the connections of this process
 * @param handOverEnds the ends of hand-overs
 */
record MessengerHost(Engine engine, Timeline timeline, AlarmClock alarms, RamBudget budget,
    Tally tally, LocalConnections connections, HandOverEnds handOverEnds) implements Engine.Host {
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
      engine.execute(fate.sender(), new Command.Record(fate));
    }
  }

  @Override
  public void reconcile(boolean everything) {
    connections.reconcile(everything);
    handOverEnds.reconcile();
  }
}
