package io.ramtalk.hazelcast;

import io.ramtalk.Command;
import io.ramtalk.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which users have live connections and waiting receivers on this member, to say so again when the
 * others have taken it for gone.
 *
 * <p><b>Threads:</b> any number. Bounded by the connections of the member.
 */
final class Attendance {
  private final Map<UserId, Counts> counts = new ConcurrentHashMap<>();

  /**
   * What one user has.
   *
   * @param connections live connections
   * @param waits receivers that wait
   */
  record Counts(int connections, int waits) {}

  /** Notes a command that was done. */
  void note(UserId user, Command<?> command) {
    if (command instanceof Command.Connect) {
      change(user, 1, 0);
    } else if (command instanceof Command.Disconnect) {
      change(user, -1, 0);
    } else if (command instanceof Command.BeginWait) {
      change(user, 0, 1);
    } else if (command instanceof Command.EndWait) {
      change(user, 0, -1);
    }
  }

  private void change(UserId user, int connections, int waits) {
    counts.compute(user, (id, known) -> {
      var before = known == null ? new Counts(0, 0) : known;
      var after = new Counts(Math.max(0, before.connections() + connections),
          Math.max(0, before.waits() + waits));
      return after.connections() + after.waits() == 0 ? null : after;
    });
  }

  /** Returns what users have now. */
  Map<UserId, Counts> now() {
    return Map.copyOf(counts);
  }
}
