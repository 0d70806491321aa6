package io.ramtalk.engine;

import io.ramtalk.InvalidInput;
import io.ramtalk.UserId;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The listeners for news of users in this process.
 *
 * <p><b>Threads:</b> any number; listeners are called without a lock. <b>Cost:</b> ringing is O(1)
 * for a user without listeners, otherwise O(listeners of that user).
 */
public final class Doorbells {
  private static final System.Logger LOG = System.getLogger(Doorbells.class.getName());

  private final ConcurrentHashMap<UserId, List<Ringer>> ringers = new ConcurrentHashMap<>();
  private final int maxWatchesPerUser;

  /**
   * Creates doorbells without listeners.
   *
   * @param maxWatchesPerUser maximum number of listeners per user
   */
  public Doorbells(int maxWatchesPerUser) {
    this.maxWatchesPerUser = maxWatchesPerUser;
  }

  /**
   * Adds a listener.
   *
   * @param user the user to listen for
   * @param bell called on every ring
   * @return the watch, to stop listening
   * @throws InvalidInput if the user already has the maximum number of listeners
   */
  public Engine.Watch watch(UserId user, Runnable bell) {
    var ringer = new Ringer(user, bell);
    ringers.compute(user, (id, others) -> {
      var list = others == null ? new CopyOnWriteArrayList<Ringer>() : others;
      if (list.size() >= maxWatchesPerUser) {
        throw new InvalidInput("too_many_watches",
            "More than " + maxWatchesPerUser + " listeners for user " + user
                + "; close one first");
      }
      list.add(ringer);
      return list;
    });
    return ringer;
  }

  /** Returns whether any user has a listener. Cheaper than creating a user id for {@link #ring}. */
  boolean hasListeners() {
    return !ringers.isEmpty();
  }

  /**
   * Calls the listeners of a user.
   *
   * @param user the user with news
   */
  public void ring(UserId user) {
    var list = ringers.get(user);
    if (list != null) {
      list.forEach(Ringer::ring);
    }
  }

  /** Calls all listeners. */
  public void ringAll() {
    ringers.keySet().forEach(this::ring);
  }

  private final class Ringer implements Engine.Watch {
    private final UserId user;
    private final Runnable bell;

    Ringer(UserId user, Runnable bell) {
      this.user = user;
      this.bell = bell;
    }

    /** Calls the listener. Its failure does not reach the caller, such as the sender. */
    void ring() {
      try {
        bell.run();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A doorbell listener failed", e);
      }
    }

    @Override
    public void close() {
      ringers.computeIfPresent(user, (id, list) -> {
        list.remove(this);
        return list.isEmpty() ? null : list;
      });
    }
  }
}
