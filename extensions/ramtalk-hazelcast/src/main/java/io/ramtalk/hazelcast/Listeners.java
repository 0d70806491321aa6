package io.ramtalk.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.ramtalk.engine.Doorbells;
import io.ramtalk.engine.Engine;
import io.ramtalk.UserId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The listeners on this member to doorbells of users, wherever their accounts are stored.
 *
 * <p><b>Threads:</b> any number.
 */
final class Listeners {
  /* The member that causes a ring sends a hint to the other members. Hints may be lost, so each
   * account counts its rings, and members poll the counts of users with local listeners once a
   * second. A ring that was already heard here is not repeated.
   *
   * A listener reads the account after it has started listening, so earlier rings need no callback.
   * The counts of that first read, or else of the first hint, are the starting point.
   *
   * A member without listeners does not subscribe to hints, so nobody sends it any. It subscribes
   * with the first listener, and unsubscribes some time after the last one has left. */
  private static final Logger LOG = System.getLogger(Listeners.class.getName());
  private static final int LOOKED_AT_ONCE = 1_000;
  private static final long LOOK_SECONDS = 2;
  private static final long UNKNOWN = -1;
  private static final long PAUSE_BETWEEN_HINTS_MILLIS = 1;
  private static final int MAX_IDLE_LOOKS = 10;

  private final Cluster cluster;
  private final IMap<UUID, StoredAccount> accounts;
  private final ITopic<HintBatch> hints;
  private final HintSender sender;
  private final Doorbells news = new Doorbells(Engine.MAX_WATCHES_PER_USER);
  private final Doorbells presence =
      new Doorbells(Engine.MAX_PRESENCE_WATCHES_PER_USER);
  private final Map<UserId, Heard> heard = new ConcurrentHashMap<>();
  private @Nullable UUID subscription;
  private int idleLooks;

  Listeners(Cluster cluster, IMap<UUID, StoredAccount> accounts, ITopic<HintBatch> hints) {
    this.cluster = cluster;
    this.accounts = accounts;
    this.hints = hints;
    sender = new HintSender(
        hints::publish, task -> Completions.after(PAUSE_BETWEEN_HINTS_MILLIS, task));
  }

  /** The ring counts of a user as last heard here. */
  private static final class Heard {
    private int listeners;
    private long rings = UNKNOWN;
    private long presenceRings = UNKNOWN;

    /** Sets the starting point, unless it is known. */
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
    subscribe();
    var closed = new AtomicBoolean();
    return () -> {
      watch.close();
      if (closed.compareAndSet(false, true)) {
        heard.computeIfPresent(user, (id, counts) -> --counts.listeners == 0 ? null : counts);
      }
    };
  }

  /** Subscribes to hints. Without a subscription, rings are noticed at the next look. */
  private synchronized void subscribe() {
    idleLooks = 0;
    if (subscription == null) {
      try {
        subscription = hints.addMessageListener(this::hear);
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "Subscribing to hints failed and will be retried", e);
      }
    }
  }

  /** Returns whether other members send hints here. */
  synchronized boolean isSubscribed() {
    return subscription != null;
  }

  private synchronized void adjustSubscription() {
    if (!heard.isEmpty()) {
      subscribe();
    } else if (idleLooks < MAX_IDLE_LOOKS) {
      idleLooks++;
    } else {
      unsubscribe();
    }
  }

  private synchronized void unsubscribe() {
    if (subscription != null) {
      hints.removeMessageListener(subscription);
      subscription = null;
    }
  }

  /** Records the ring counts of a read; the first one after listening started is the baseline. */
  void look(UserId user, Outcome outcome) {
    var counts = heard.get(user);
    if (counts != null) {
      synchronized (counts) {
        counts.begin(outcome.rings(), outcome.presenceRings());
      }
    }
  }

  /** Rings the local listeners and sends a hint to the other members. */
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
      sender.send(new Hint(user, outcome.rings(), outcome.presenceRings()));
    }
  }

  /** Rings all local listeners and resets the counts: a rejoined member may have missed rings. */
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

  private void hear(Message<HintBatch> message) {
    if (!message.getPublishingMember().localMember()) {
      for (var hint : message.getMessageObject().hints()) {
        compare(hint.user(), hint.rings(), hint.presenceRings());
      }
    }
  }

  /** Rings the local listeners if a count is higher than last heard. */
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

  /** Polls the ring counts, to detect lost hints. Called about once a second. */
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
    adjustSubscription();
  }

  private void look(Set<UUID> users) throws InterruptedException {
    try {
      accounts.submitToKeys(Set.copyOf(users), new LookProcessor()).toCompletableFuture()
          .get(LOOK_SECONDS, TimeUnit.SECONDS).forEach((id, look) ->
              compare(new UserId(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                  look[1], look[2]));
    } catch (ExecutionException | TimeoutException e) {
      return; // polled again soon
    }
  }

  /** Rings all listeners, which then find the engine closed. */
  void close() {
    unsubscribe();
    news.ringAll();
  }
}
