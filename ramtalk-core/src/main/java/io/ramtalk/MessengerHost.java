package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Effects;
import io.ramtalk.engine.Engine;
import java.util.List;

/**
 * The services that a messenger provides to its engine.
 *
 * @param engine the engine that stores the senders' accounts, for delivery reports
 * @param monotonicClock the messenger's time
 * @param timers the timers
 * @param budget the byte budget
 * @param counters the message counters of this process
 * @param connections the connections of this process
 */
record MessengerHost(Engine engine, MonotonicClock monotonicClock, Timers timers, RamBudget budget,
    CounterCells counters, LocalConnections connections) implements Engine.Host {
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
    for (var report : effects.reports()) {
      counters.end(report);
      engine.executeLater(report.sender(), new Command.ApplyReport(report), List.of());
    }
  }

  @Override
  public void reconcile(boolean everything) {
    connections.reconcile(everything);
  }
}
