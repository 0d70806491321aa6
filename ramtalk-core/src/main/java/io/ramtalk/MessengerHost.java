package io.ramtalk;

/**
 * What an engine sees of its messenger.
 *
 * @param engine where the accounts of senders live, to which news are carried
 * @param timeline the time
 * @param alarms who calls back
 * @param budget what everything counts against
 * @param tally where what becomes of messages is counted, whatever the engine
 */
record MessengerHost(Engine engine, Timeline timeline, AlarmClock alarms, RamBudget budget,
    Tally tally) implements Engine.Host {
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
}
