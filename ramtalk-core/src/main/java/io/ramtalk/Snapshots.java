package io.ramtalk;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Effects;
import io.ramtalk.engine.Engine;
import io.ramtalk.internal.snapshot.SnapshotHeader;
import io.ramtalk.internal.snapshot.SnapshotReader;
import io.ramtalk.internal.snapshot.SnapshotWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Set;
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

  private final Engine engine;
  private final Limits limits;
  private final MonotonicClock monotonicClock;
  private final Sending sending;
  private final Operations operations;

  Snapshots(MessengerHost host, Limits limits, Sending sending, Operations operations) {
    engine = host.engine();
    this.limits = limits;
    monotonicClock = host.monotonicClock();
    this.sending = sending;
    this.operations = operations;
  }

  void writeTo(OutputStream out) throws IOException {
    var writer = new SnapshotWriter(out, new SnapshotHeader(
        limits, operations.epoch(), monotonicClock.now(), monotonicClock.ahead()));
    var users = UserWalk.begin(engine, null, monotonicClock).iterator();
    while (users.hasNext()) {
      var account = engine.execute(users.next().user().id(), new Command.Copy());
      if (account != null) {
        writer.write(account);
      }
    }
    writer.finish(sending.latest());
  }

  /** Reads the rest of a snapshot into the empty engine. */
  void read(SnapshotReader reader) throws IOException {
    if (engine.member() != null) {
      throw new UnsupportedOperationException("A snapshot cannot be read into a cluster");
    }
    boolean isLate = false;
    var account = next(reader);
    while (account != null) {
      isLate |= account.nextTimer() != Engine.NEVER || isOnline(account);
      admit(account, reader);
      account = next(reader);
    }
    sending.continueAfter(reader.latest());
    if (isLate) {
      catchUp(reader.header().time());
    }
  }

  /** Ends all connections, which ended with their process, and does what has become due since. */
  private void catchUp(long endOfConnections) {
    var users = Objects.requireNonNull(engine.users(null));
    while (users.hasNext()) {
      var listed = users.next();
      var user = listed.user().id();
      if (listed.presence().online()) {
        engine.execute(user, new Command.RetainMembers(Set.of(), endOfConnections));
      }
      engine.execute(user, new Command.Sweep(monotonicClock.now()));
    }
  }

  private static boolean isOnline(Account account) {
    return new Command.ShowPresence().applyTo(account, new Effects()).online();
  }

  /** Reads an account. One much larger than the budget is rejected before it fills the memory. */
  private @Nullable Account next(SnapshotReader reader) throws IOException {
    return reader.next(Math.max(MIN_ACCOUNT_BYTES, limits.budgetBytes()));
  }

  private void admit(Account account, SnapshotReader reader) {
    var user = account.user().id();
    if (SelfTest.is(user) || engine.execute(user, Command.ShowUser.INSTANCE) != null) {
      throw reader.damaged("Invalid or repeated user id");
    }
    if (!engine.register(account, limits.users()).created()) {
      throw reader.damaged("Repeated mobile number");
    }
  }
}
