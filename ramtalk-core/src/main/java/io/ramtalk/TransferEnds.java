package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Completion of transfers. An end that the engine rejects, or whose outcome is unknown, is retried
 * until it succeeds, because the messages stay hidden meanwhile.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one command; at most {@value #MAX} ends wait for a
 * retry. Messages beyond those return when the maximum duration of their transfer is over.
 */
final class TransferEnds {
  private static final System.Logger LOG = System.getLogger(TransferEnds.class.getName());
  private static final int MAX = 10_000;

  private final Engine engine;
  private final ArrayDeque<End> open = new ArrayDeque<>();

  TransferEnds(Engine engine) {
    this.engine = engine;
  }

  /** The end of one transfer; executing it twice is harmless. */
  private record End(UserId user, Command<?> command) {}

  /** Acknowledges or releases transferred messages, now or in a retry. */
  void execute(UserId user, Command<?> command) {
    var end = new End(user, command);
    try {
      engine.execute(user, command);
    } catch (EngineUnavailable e) {
      LOG.log(Level.DEBUG, "The end of a transfer failed and will be retried", e);
      add(end);
    }
  }

  /** Retries pending ends. Stops at the first failure. */
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
