package io.ramtalk;

/**
 * What an engine sees of its messenger.
 *
 * @param engine where the accounts of senders live, to which news are carried
 * @param timeline the time
 * @param alarms who calls back
 * @param budget what everything counts against
 */
record MessengerHost(Engine engine, Timeline timeline, AlarmClock alarms, RamBudget budget)
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
      engine.execute(fate.sender(), new Command.Record(fate));
    }
  }
}
