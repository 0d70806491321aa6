package io.ramtalk.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.ramtalk.Doorbells;
import io.ramtalk.Engine;
import io.ramtalk.UserId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who on this member listens to the doorbells of users, wherever those live.
 *
 * <p><b>Threads:</b> any number.
 */
final class Listeners {
  /* Whoever made a bell ring tells the other members. Such a hint may be lost; so each account
   * counts its rings, and for users who are listened to here the count is looked at once a second.
   * A ring that was heard of here is not rung again.
   *
   * Whoever listens looks after it began to, so what rang before that look needs no call: the look
   * says from where on to count, or else the first that is heard of the user. */
  private static final int LOOKED_AT_ONCE = 1_000;
  private static final long LOOK_SECONDS = 2;
  private static final long UNKNOWN = -1;

  private final Cluster cluster;
  private final IMap<UUID, Residence> accounts;
  private final ITopic<Hint> hints;
  private final UUID registration;
  private final Doorbells news = new Doorbells(Engine.MAX_WATCHES_PER_USER);
  private final Doorbells presence =
      new Doorbells(Engine.MAX_PRESENCE_WATCHES_PER_USER);
  private final Map<UserId, Heard> heard = new ConcurrentHashMap<>();

  Listeners(Cluster cluster, IMap<UUID, Residence> accounts, ITopic<Hint> hints) {
    this.cluster = cluster;
    this.accounts = accounts;
    this.hints = hints;
    registration = hints.addMessageListener(this::hear);
  }

  /** How often the bells of a user had rung when that was last heard of here. */
  private static final class Heard {
    private int listeners;
    private long rings = UNKNOWN;
    private long presenceRings = UNKNOWN;

    /** Counts from here on, unless that is known. */
    void begin(long newRings, long newPresenceRings) {
      if (rings == UNKNOWN) {
        rings = newRings;
        presenceRings = newPresenceRings;
      }
    }
  }

  Engine.Watch watch(UserId user, Runnable bell) {
    return listen(user, news.watch(user, bell));
  }

  Engine.Watch watchPresence(UserId user, Runnable bell) {
    return listen(user, presence.watch(user, bell));
  }

  private Engine.Watch listen(UserId user, Engine.Watch watch) {
    heard.compute(user, (id, known) -> {
      var counts = known == null ? new Heard() : known;
      counts.listeners++;
      return counts;
    });
    var closed = new AtomicBoolean();
    return () -> {
      watch.close();
      if (closed.compareAndSet(false, true)) {
        heard.computeIfPresent(user, (id, counts) -> --counts.listeners == 0 ? null : counts);
      }
    };
  }

  /** Learns from where on to count, by the first look at a user after someone began to listen. */
  void look(UserId user, Outcome outcome) {
    var counts = heard.get(user);
    if (counts != null) {
      synchronized (counts) {
        counts.begin(outcome.rings(), outcome.presenceRings());
      }
    }
  }

  /** Rings here, and tells the other members. */
  void ring(UserId user, Outcome outcome, boolean hasNews, boolean hasPresence) {
    var counts = heard.get(user);
    if (counts != null) {
      synchronized (counts) {
        counts.begin(outcome.rings() - (hasNews ? 1 : 0),
            outcome.presenceRings() - (hasPresence ? 1 : 0));
      }
    }
    compare(user, outcome.rings(), outcome.presenceRings());
    if (cluster.getMembers().size() > 1) {
      hints.publish(new Hint(user, outcome.rings(), outcome.presenceRings()));
    }
  }

  /** Rings all bells here, and counts anew: this member joined again, and may have missed any. */
  void ringAll() {
    heard.forEach((user, counts) -> {
      synchronized (counts) {
        counts.rings = UNKNOWN;
        counts.presenceRings = UNKNOWN;
      }
      news.ring(user);
      presence.ring(user);
    });
  }

  private void hear(Message<Hint> message) {
    if (!message.getPublishingMember().localMember()) {
      var hint = message.getMessageObject();
      compare(hint.user(), hint.rings(), hint.presenceRings());
    }
  }

  /** Rings where more was rung than was heard here. */
  private void compare(UserId user, long rings, long presenceRings) {
    var counts = heard.get(user);
    if (counts == null) {
      return;
    }
    boolean hasNews;
    boolean hasPresence;
    synchronized (counts) {
      counts.begin(rings, presenceRings);
      hasNews = rings > counts.rings;
      hasPresence = presenceRings > counts.presenceRings;
      counts.rings = Math.max(counts.rings, rings);
      counts.presenceRings = Math.max(counts.presenceRings, presenceRings);
    }
    if (hasNews) {
      news.ring(user);
    }
    if (hasPresence) {
      presence.ring(user);
    }
  }

  /** Looks whether a hint was lost. To be called about once a second. */
  void lookAgain() throws InterruptedException {
    var some = new HashSet<UUID>();
    for (var user : heard.keySet()) {
      some.add(user.uuid());
      if (some.size() == LOOKED_AT_ONCE) {
        look(some);
        some.clear();
      }
    }
    if (!some.isEmpty()) {
      look(some);
    }
  }

  private void look(Set<UUID> users) throws InterruptedException {
    try {
      accounts.submitToKeys(Set.copyOf(users), new LookStep()).toCompletableFuture()
          .get(LOOK_SECONDS, TimeUnit.SECONDS).forEach((id, look) ->
              compare(new UserId(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                  look[1], look[2]));
    } catch (ExecutionException | TimeoutException e) {
      return; // the next look comes soon
    }
  }

  /** Rings all, who will find that the engine is closed. */
  void close() {
    hints.removeMessageListener(registration);
    news.ringAll();
  }
}
