package io.ramtalk;

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
 * accounts of their users, and stated again until an account is known to agree.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one command for each change; {@link #reconcile} makes
 * one for each user whose last statement is unconfirmed, and one every {@value #RENEWAL_MILLIS} ms
 * for each user with pushed messages that are not acknowledged. Other connections cost nothing.
 * Bounded by the connections of this process.
 */
final class LocalConnections {
  /* A call that is rejected or whose response is lost leaves the account with an older number than
   * the one that holds here. So nothing is counted there: a statement carries the absolute numbers
   * of this process and a sequence, and the account keeps the latest. What an account knows is
   * uncertain from the moment a statement is made until it is accepted; a user of whom that is so
   * is stated again by the next reconcile().
   *
   * Sequences come from one Lamport clock for all users of this process. An account remembers the
   * latest sequence that ended a member's connections, and nothing else of a user who is offline.
   * It rejects every statement that is not later than that one, and the member states it again
   * with a later sequence. So a statement that comes late never brings a connection back.
   *
   * The live lease ends LEASE_MILLIS after it was last renewed, which the same statement does. A
   * messenger whose accounts live in its own process needs no end: they go together. */
  static final long LEASE_MILLIS = 15_000;
  static final long RENEWAL_MILLIS = 5_000;

  private static final System.Logger LOG = System.getLogger(LocalConnections.class.getName());
  private static final UUID ALONE = new UUID(0, 0);
  private static final int TRIES = 4;

  private final Engine engine;
  private final Timeline timeline;
  private final Map<UserId, Local> users = new ConcurrentHashMap<>();
  private final LinkedHashSet<UserId> due = new LinkedHashSet<>();
  private final AtomicInteger sequences = new AtomicInteger();

  LocalConnections(Engine engine, Timeline timeline) {
    this.engine = engine;
    this.timeline = timeline;
  }

  /**
   * What one user has here.
   *
   * @param connections live connections
   * @param waits receivers that wait for mail
   * @param sequence of the latest statement
   * @param confirmed whether the account is known to agree with it
   * @param pushes how often messages were pushed whose lease may last; 0 if none lasts
   * @param renewAt when that lease is to be renewed
   */
  private record Local(int connections, int waits, int sequence, boolean confirmed, int pushes,
      long renewAt) {
    static final Local NONE = new Local(0, 0, 0, false, 0, Message.NEVER);

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

    /** Agrees with a statement; what was pushed since is leased, whatever the account said. */
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

  /** Counts one more connection; the user is online when this returns. */
  void connect(UserId user) {
    begin(user, 1, 0);
  }

  /** Counts one connection less. That much is certain, although the account may hear of it late. */
  void disconnect(UserId user) {
    end(user, 1, 0);
  }

  /** Counts a receiver that waits, until what is returned is closed. */
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
      LOG.log(Level.DEBUG, "The end of a connection is stated again soon", e);
    }
  }

  private void remove(UserId user, int connections, int waits) {
    users.computeIfPresent(user, (id, known) -> known.plus(-connections, -waits));
  }

  /** Returns when the live lease of messages that are pushed now ends. */
  long leaseEnd() {
    return engine.member() == null ? Message.NEVER : timeline.now() + LEASE_MILLIS;
  }

  /** Notes that messages of a user were pushed here, whose lease has to be renewed. */
  void pushed(UserId user) {
    if (engine.member() != null) {
      long renewAt = timeline.now() + RENEWAL_MILLIS;
      users.computeIfPresent(user, (id, known) -> known.pushed(renewAt));
      addDue(user);
    }
  }

  /**
   * States again what may not have arrived, and renews leases. The first failure ends it; the rest
   * is left to the next call, with the user that failed at the end.
   *
   * @param everything true to state what was confirmed as well, since others may have lost it
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
      LOG.log(Level.DEBUG, "Connections are stated again soon", e);
    }
  }

  private void reconcile(@Nullable UserId user) {
    var known = user == null ? null : users.get(user);
    if (user == null || known == null) {
      return;
    }
    if (!known.confirmed() || (known.isLeased() && timeline.now() >= known.renewAt())) {
      state(user);
    } else if (known.isLeased()) {
      addDue(user);
    }
  }

  /**
   * States the numbers of a user as they are; false if there is no such user. If it fails, the
   * user is due to be stated again.
   */
  private boolean state(UserId user) {
    boolean done = false;
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        var statement = draw(user);
        var answer = engine.execute(user, new Command.StateConnections(
            counts(statement), leaseEnd(), timeline.now()));
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

  /** Draws a sequence for the numbers of a user, in the order in which they change. */
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
    long renewAt = timeline.now() + RENEWAL_MILLIS;
    users.computeIfPresent(user, (id, known) -> {
      if (known.sequence() != statement.sequence()) {
        return known; // another thread states later numbers
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
