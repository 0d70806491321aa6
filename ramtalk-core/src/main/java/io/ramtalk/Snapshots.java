package io.ramtalk;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.internal.snapshot.SnapshotHeader;
import io.ramtalk.internal.snapshot.SnapshotReader;
import io.ramtalk.internal.snapshot.SnapshotWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of a messenger: its whole state as a stream of bytes.
 *
 * <p><b>Threads:</b> any number write; one reads, before the messenger is used.
 */
final class Snapshots {
  /* Accounts are copied one at a time, and written without a lock.
   *
   * A message that has expired since is reported to its sender, whose account may come later in the
   * snapshot. So accounts catch up only after all of them have been read. */
  private static final long MIN_ACCOUNT_BYTES = 1 << 20;
  private static final long MIN_USER_BYTES = 100;

  private final Engine engine;
  private final Limits limits;
  private final RamBudget budget;
  private final MonotonicClock monotonicClock;
  private final Sending sending;
  private final Operations operations;

  Snapshots(MessengerHost host, Limits limits, Sending sending, Operations operations) {
    engine = host.engine();
    this.limits = limits;
    budget = host.budget();
    monotonicClock = host.monotonicClock();
    this.sending = sending;
    this.operations = operations;
  }

  void writeTo(OutputStream out) throws IOException {
    var users = UserWalk.begin(engine, null, monotonicClock).iterator();
    var writer = new SnapshotWriter(out, new SnapshotHeader(
        limits, operations.epoch(), monotonicClock.now(), monotonicClock.ahead(),
        engine.userCount()));
    while (users.hasNext()) {
      var account = engine.execute(
          users.next().user().id(), new Command.Copy(monotonicClock.now()));
      if (account != null) {
        writer.write(account);
      }
    }
    writer.finish(sending.latest(), monotonicClock.now());
  }

  /** Reads the rest of a snapshot into the empty engine. */
  void read(SnapshotReader reader) throws IOException {
    long most = Math.min(limits.users(), budget.limit() / MIN_USER_BYTES);
    engine.expectUsers(Math.min(reader.header().users(), most));
    boolean isTimed = false;
    var account = next(reader);
    while (account != null) {
      isTimed |= account.nextTimer() != Engine.NEVER;
      restore(account, reader);
      account = next(reader);
    }
    sending.continueAfter(reader.latest());
    monotonicClock.continueAt(reader.time());
    if (isTimed) {
      Objects.requireNonNull(engine.users(null)).forEachRemaining(listed ->
          engine.execute(listed.user().id(), new Command.Sweep(monotonicClock.now())));
    }
  }

  /** Reads an account. One that exceeds the rest of the budget is rejected before its end. */
  private @Nullable Account next(SnapshotReader reader) throws IOException {
    long left = budget.limit() - budget.used();
    return reader.next(Math.max(MIN_ACCOUNT_BYTES, left));
  }

  private void restore(Account account, SnapshotReader reader) {
    if (SelfTest.is(account.id())) {
      throw reader.damaged("User of a self-test");
    }
    try {
      engine.restore(account, limits.users());
    } catch (IllegalArgumentException e) {
      throw reader.damaged(String.valueOf(e.getMessage()));
    }
  }
}
