package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.ConnectionCounts;
import io.ramtalk.engine.Engine;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The live connections and waiting receivers of this process. Their numbers are stated to the
 * users' accounts, and stated again until each account has confirmed them.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one command per change. {@link #reconcile} executes
 * one for each user whose last statement is unconfirmed, and one every {@value #RENEWAL_MILLIS} ms
 * for each user with unacknowledged live messages. Other connections cost nothing. Memory is
 * bounded by the connections of this process.
 */
final class LocalConnections {
  /* A rejected call or a lost response leaves the account with an outdated number. So accounts do
   * not count: a statement carries the absolute numbers of this process and a sequence number, and
   * the account keeps the latest. A statement is unconfirmed until the account accepts it, and the
   * next reconcile() repeats it.
   *
   * Sequence numbers come from one Lamport clock for all users of this process. For a user who is
   * offline, an account remembers only the latest sequence number that ended a member's
   * connections. It rejects statements that are not later, and the member repeats them with a later
   * number. So a late statement never brings a closed connection back.
   *
   * The live lease ends LEASE_MILLIS after its last renewal, which the same statement does. A
   * messenger whose accounts live in its own process needs no end: both stop together. */
  static final long LEASE_MILLIS = 15_000;
  static final long RENEWAL_MILLIS = 5_000;

  private static final System.Logger LOG = System.getLogger(LocalConnections.class.getName());
  private static final UUID ALONE = new UUID(0, 0);
  private static final int TRIES = 4;

  private final Engine engine;
  private final MonotonicClock monotonicClock;
  private final Map<UserId, Local> users = new ConcurrentHashMap<>();
  private final LinkedHashSet<UserId> due = new LinkedHashSet<>();
  private final AtomicInteger sequences = new AtomicInteger();

  LocalConnections(Engine engine, MonotonicClock monotonicClock) {
    this.engine = engine;
    this.monotonicClock = monotonicClock;
  }

  /**
   * The state of one user in this process.
   *
   * @param connections live connections
   * @param waits receivers waiting for mail
   * @param sequence sequence number of the latest statement
   * @param confirmed whether the account accepted that statement
   * @param pushes number of pushes whose lease may still last; 0 if none does
   * @param renewAt time at which that lease must be renewed
   */
  private record Local(int connections, int waits, int sequence, boolean confirmed, int pushes,
      long renewAt) {
    static final Local NONE = new Local(0, 0, 0, false, 0, Engine.NEVER);

    Local plus(int moreConnections, int moreWaits) {
      return new Local(connections + moreConnections, waits + moreWaits, sequence, false,
          pushes, renewAt);
    }

    Local stated(int newSequence) {
      return new Local(connections, waits, newSequence, false, pushes, renewAt);
    }

    Local pushed(long newRenewAt) {
      return new Local(connections, waits, sequence, confirmed, pushes + 1,
          pushes == 0 ? newRenewAt : renewAt);
    }

    /** Confirms a statement. Later pushes stay leased, whatever the account replied. */
    Local agreed(Local statement, boolean leased, long newRenewAt) {
      int lasting = leased ? Math.max(1, pushes) : pushes - statement.pushes;
      return new Local(connections, waits, sequence, true, lasting, newRenewAt);
    }

    boolean isLeased() {
      return pushes > 0;
    }

    boolean isNone() {
      return connections == 0 && waits == 0;
    }
  }

  /** Adds a connection. The user is online when this returns. */
  void connect(UserId user) {
    begin(user, 1, 0);
  }

  /** Removes a connection. Takes effect here at once, even if the account learns of it late. */
  void disconnect(UserId user) {
    end(user, 1, 0);
  }

  /** Adds a waiting receiver until the returned watch is closed. */
  Engine.Watch waiting(UserId user) {
    begin(user, 0, 1);
    var ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        end(user, 0, 1);
      }
    };
  }

  private void begin(UserId user, int connections, int waits) {
    users.compute(user, (id, known) -> (known == null ? Local.NONE : known)
        .plus(connections, waits));
    boolean registered;
    try {
      registered = state(user);
    } catch (RuntimeException e) {
      remove(user, connections, waits);
      addDue(user);
      throw e;
    }
    if (!registered) {
      throw new UserNotFound(UserNotFound.Role.USER, user);
    }
  }

  private void end(UserId user, int connections, int waits) {
    remove(user, connections, waits);
    if (engine.health() == Engine.Health.CLOSED) {
      return;
    }
    try {
      state(user);
    } catch (EngineUnavailable e) {
      LOG.log(Level.DEBUG, "Stating the end of a connection failed and will be retried", e);
    }
  }

  private void remove(UserId user, int connections, int waits) {
    users.computeIfPresent(user, (id, known) -> known.plus(-connections, -waits));
  }

  /** Returns the time at which the live lease of messages pushed now ends. */
  long leaseEnd() {
    return engine.member() == null ? Engine.NEVER : monotonicClock.now() + LEASE_MILLIS;
  }

  /** Records a push to a user, whose lease must be renewed from now on. */
  void pushed(UserId user) {
    if (engine.member() != null) {
      long renewAt = monotonicClock.now() + RENEWAL_MILLIS;
      users.computeIfPresent(user, (id, known) -> known.pushed(renewAt));
      addDue(user);
    }
  }

  /**
   * Repeats unconfirmed statements and renews leases. Stops at the first failure and leaves the
   * rest to the next call, with the failed user at the end.
   *
   * @param everything true to repeat confirmed statements as well, because they may have been lost
   */
  void reconcile(boolean everything) {
    if (everything) {
      users.replaceAll((user, known) -> known.plus(0, 0));
      users.keySet().forEach(this::addDue);
    }
    try {
      for (int rest = dueCount(); rest > 0; rest--) {
        reconcile(pollDue());
      }
    } catch (EngineUnavailable | MessengerClosed e) {
      LOG.log(Level.DEBUG, "Stating connections failed and will be retried", e);
    }
  }

  private void reconcile(@Nullable UserId user) {
    var known = user == null ? null : users.get(user);
    if (user == null || known == null) {
      return;
    }
    if (!known.confirmed() || (known.isLeased() && monotonicClock.now() >= known.renewAt())) {
      state(user);
    } else if (known.isLeased()) {
      addDue(user);
    }
  }

  /**
   * States the current numbers of a user. Returns false if there is no such user. After a failure
   * the user is due again.
   */
  private boolean state(UserId user) {
    boolean done = false;
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        var statement = draw(user);
        var answer = engine.execute(user, new Command.StateConnections(
            counts(statement), leaseEnd(), monotonicClock.now()));
        if (answer == null) {
          users.remove(user);
          done = true;
          return false;
        }
        if (answer.accepted()) {
          agree(user, statement, answer.leased());
          done = true;
          return true;
        }
        sequences.accumulateAndGet(answer.sequence(), LocalConnections::later);
      }
      throw EngineUnavailable.notApplied("this member has only just joined");
    } finally {
      if (!done) {
        addDue(user);
      }
    }
  }

  /** Draws a sequence number for the numbers of a user, in the order of their changes. */
  private Local draw(UserId user) {
    return Objects.requireNonNull(users.compute(user, (id, known) ->
        (known == null ? Local.NONE : known).stated(sequences.incrementAndGet())));
  }

  private ConnectionCounts counts(Local statement) {
    var member = engine.member();
    return new ConnectionCounts(member == null ? ALONE : member, statement.sequence(),
        statement.connections(), statement.waits());
  }

  private void agree(UserId user, Local statement, boolean leased) {
    boolean renews = leased && statement.connections() > 0 && engine.member() != null;
    long renewAt = monotonicClock.now() + RENEWAL_MILLIS;
    users.computeIfPresent(user, (id, known) -> {
      if (known.sequence() != statement.sequence()) {
        return known; // another thread is stating later numbers
      }
      return known.isNone() ? null : known.agreed(statement, renews, renewAt);
    });
    if (renews) {
      addDue(user);
    }
  }

  private static int later(int one, int other) {
    return one - other > 0 ? one : other;
  }

  private void addDue(UserId user) {
    synchronized (due) {
      due.add(user);
    }
  }

  private int dueCount() {
    synchronized (due) {
      return due.size();
    }
  }

  private @Nullable UserId pollDue() {
    synchronized (due) {
      var first = due.iterator();
      if (!first.hasNext()) {
        return null;
      }
      var user = first.next();
      first.remove();
      return user;
    }
  }
}
