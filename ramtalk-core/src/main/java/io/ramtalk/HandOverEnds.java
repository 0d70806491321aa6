package io.ramtalk;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The ends of hand-overs. One that the engine rejects, or whose outcome is not known, is carried
 * out again until it is known, since its messages are hidden meanwhile.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one command; at most {@value #MAX} ends are kept for
 * later. The messages of others return by themselves when the time of their hand-over is up.
 */
final class HandOverEnds {
  private static final System.Logger LOG = System.getLogger(HandOverEnds.class.getName());
  private static final int MAX = 10_000;

  private final Engine engine;
  private final ArrayDeque<End> open = new ArrayDeque<>();

  HandOverEnds(Engine engine) {
    this.engine = engine;
  }

  /** How one hand-over ends; doing so twice is harmless. */
  private record End(UserId user, Command<?> command) {}

  /** Acknowledges or releases what was handed over, now or soon. */
  void execute(UserId user, Command<?> command) {
    var end = new End(user, command);
    try {
      engine.execute(user, command);
    } catch (EngineUnavailable e) {
      LOG.log(Level.DEBUG, "The end of a hand-over is carried out soon", e);
      add(end);
    }
  }

  /** Carries out what was left; the first failure ends it. */
  void reconcile() {
    for (int rest = count(); rest > 0; rest--) {
      var end = poll();
      if (end == null) {
        return;
      }
      try {
        engine.execute(end.user(), end.command());
      } catch (EngineUnavailable | MessengerClosed e) {
        add(end);
        return;
      }
    }
  }

  private synchronized void add(End end) {
    if (open.size() < MAX) {
      open.add(end);
    }
  }

  private synchronized int count() {
    return open.size();
  }

  private synchronized @Nullable End poll() {
    return open.poll();
  }
}
