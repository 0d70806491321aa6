package io.ramtalk.server.internal.live;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.ConnectionTimeout;
import io.ramtalk.server.internal.access.ConnectionQuota;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.Tokens;
import io.ramtalk.server.internal.http.ArrivalTimer;
import io.ramtalk.server.internal.http.ConnectionSettings;
import io.ramtalk.server.internal.mail.FaultPlan;
import io.ramtalk.server.internal.wire.Plurals;
import io.ramtalk.server.internal.wire.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The open WebSockets and event streams of a server.
 *
 * <p><b>Threads:</b> any number.
 */
public final class LiveConnections {
  private final RamTalk talk;
  private final Heartbeat heartbeat;
  private final Map<LiveSession, Identity> sessions = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final ConnectionQuota<UserId> quota;
  private final int writeMillis;
  private final ArrivalTimer.Pace pace;
  private final FaultPlan faults = new FaultPlan();
  private volatile boolean closed;

  public LiveConnections(RamTalk talk, Heartbeat heartbeat, ConnectionSettings settings) {
    this.talk = talk;
    this.heartbeat = heartbeat;
    quota = new ConnectionQuota<>(settings.limit(ConnectionLimit.LIVE_CONNECTIONS),
        settings.limit(ConnectionLimit.LIVE_CONNECTIONS_PER_USER));
    writeMillis = settings.millis(ConnectionTimeout.WRITE);
    pace = ArrivalTimer.Pace.of(settings);
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  /** Returns how long a client may leave a frame unread, in milliseconds. */
  int writeMillis() {
    return writeMillis;
  }

  /** Returns the minimum rate at which a client's message must arrive. */
  ArrivalTimer.Pace pace() {
    return pace;
  }

  /** Returns the faults that a test has planned, including those of frames. */
  public FaultPlan faults() {
    return faults;
  }

  /** Rejects a user who has reached the limit of live connections. */
  void checkRoom(UserId user) {
    if (!quota.isFree(user)) {
      throw new ProblemException(429, "too_many_connections", "At most "
          + Plurals.of(quota.maxEach(), "live connection") + " per user and " + quota.max()
          + " in total may be open");
    }
  }

  /**
   * Creates the session of a transport; it is removed when it ends. A transport beyond the limit is
   * closed.
   */
  void open(Identity caller, UserId user, Transport transport, Consumer<LiveSession> use) {
    if (quota.take(user)) {
      use.accept(add(caller, user, transport));
    } else {
      transport.close(LiveSession.TRY_AGAIN_LATER, "too_many_connections");
    }
  }

  private LiveSession add(Identity caller, UserId user, Transport transport) {
    var holder = new LiveSession[1];
    var session = new LiveSession(talk, user, transport, faults, () -> leave(holder[0], user));
    holder[0] = session;
    sessions.put(session, caller);
    if (caller.session() != null && caller.session().hasEnded()) {
      session.expel("logged_out");
    }
    if (closed) {
      session.bye("shutdown");
    }
    return session;
  }

  /** Ends the connections of a login that has ended. */
  public void end(Tokens.Session login) {
    sessions.forEach((session, caller) -> {
      if (login.equals(caller.session())) {
        session.expel("logged_out");
      }
    });
  }

  /** Marks the login of each live connection as in use. */
  public void touch(Tokens tokens) {
    for (var caller : sessions.values()) {
      if (caller.session() != null) {
        tokens.touch(caller.session());
      }
    }
  }

  /** Returns the number of connections of a transport. */
  public int count(Class<? extends Transport> kind) {
    return (int) sessions.keySet().stream()
        .filter(session -> kind.isInstance(session.transport())).count();
  }

  public int count() {
    return sessions.size();
  }

  /** Says goodbye to all clients and waits until they are gone or the timeout expires. */
  public void close(Duration timeout) throws InterruptedException {
    closed = true;
    sessions.keySet().forEach(session -> session.bye("shutdown"));
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!sessions.isEmpty() && left > 0) {
        left = emptied.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(LiveSession session, UserId user) {
    sessions.remove(session);
    quota.leave(user);
    if (sessions.isEmpty()) {
      lock.lock();
      try {
        emptied.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
