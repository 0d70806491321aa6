package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The open sockets and streams of a server.
 *
 * <p><b>Threads:</b> any number.
 */
final class LiveConnections {
  /** The most live connections of all users together. */
  static final int MAX_CONNECTIONS = 20_000;

  private final RamTalk talk;
  private final Heartbeat heartbeat;
  private final Map<LiveFeed, Identity> feeds = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private volatile boolean closed;

  LiveConnections(RamTalk talk, Heartbeat heartbeat) {
    this.talk = talk;
    this.heartbeat = heartbeat;
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  /** Refuses one more than there may be. */
  void checkRoom() {
    if (feeds.size() >= MAX_CONNECTIONS) {
      throw new RequestRefused(429, "too_many_connections",
          "Over " + MAX_CONNECTIONS + " live connections are open already");
    }
  }

  /** Makes the feed of a door; it leaves here by itself when it ends. */
  LiveFeed add(Identity caller, UserId user, LiveDoor door) {
    var holder = new LiveFeed[1];
    var feed = new LiveFeed(talk, user, door, () -> leave(holder[0]));
    holder[0] = feed;
    feeds.put(feed, caller);
    if (closed) {
      feed.bye("shutdown");
    }
    return feed;
  }

  /** Ends those that came with a login that has ended. */
  void end(Tokens.Session session) {
    feeds.forEach((feed, caller) -> {
      if (session.equals(caller.session())) {
        feed.expel("logged_out");
      }
    });
  }

  /** Says of each login that came with a live connection that it is in use. */
  void touch(Tokens tokens) {
    for (var caller : feeds.values()) {
      if (caller.session() != null) {
        tokens.touch(caller.session());
      }
    }
  }

  int count() {
    return feeds.size();
  }

  /** Says good-bye to all, and waits until they are gone or the time is up. */
  void close(Duration timeout) throws InterruptedException {
    closed = true;
    feeds.keySet().forEach(feed -> feed.bye("shutdown"));
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!feeds.isEmpty() && left > 0) {
        left = emptied.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(LiveFeed feed) {
    feeds.remove(feed);
    if (feeds.isEmpty()) {
      lock.lock();
      try {
        emptied.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
