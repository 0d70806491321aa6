package io.ramtalk;

import java.util.concurrent.atomic.AtomicBoolean;

/** Shows a user online until it is closed. */
final class Waiting implements Engine.Watch {
  private final Engine engine;
  private final Timeline timeline;
  private final UserId user;
  private final AtomicBoolean ended = new AtomicBoolean();

  Waiting(Engine engine, Timeline timeline, UserId user) {
    this.engine = engine;
    this.timeline = timeline;
    this.user = user;
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true) && engine.health() != Engine.Health.CLOSED) {
      engine.execute(user, new Command.EndWait(timeline.now()));
    }
  }
}
