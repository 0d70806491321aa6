package io.ramtalk;

import io.ramtalk.engine.AccountUsage;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The sum of the usage of all accounts; for one thread. */
final class Counting {
  private long users;
  private long withMail;
  private long waiting;
  private long leased;
  private long oldest = Engine.NEVER;
  private Usage.Bytes bytes = Usage.Bytes.NONE;

  private Counting() {}

  /** Queries each account in turn. */
  static Usage of(Engine engine, MonotonicClock monotonicClock) {
    var count = new Counting();
    UserWalk.begin(engine, null, monotonicClock).forEach(listed ->
        count.add(engine.execute(listed.user().id(), new Command.Count(monotonicClock.now()))));
    return count.census(monotonicClock.now());
  }

  private void add(@Nullable AccountUsage account) {
    if (account == null) {
      return; // The user left meanwhile.
    }
    users++;
    withMail += account.waiting() + account.leased() > 0 ? 1 : 0;
    waiting += account.waiting();
    leased += account.leased();
    oldest = Math.min(oldest, account.oldest());
    bytes = bytes.plus(account.bytes());
  }

  private Usage census(long now) {
    return new Usage(Instant.ofEpochMilli(now), users, withMail, waiting, leased,
        Duration.ofMillis(Math.max(0, now - Math.min(now, oldest))), bytes);
  }
}
