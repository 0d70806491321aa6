package io.ramtalk;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who listens for news of a user, in this process.
 *
 * <p><b>Threads:</b> any number; bells are called with no lock held. <b>Cost:</b> O(1) to ring
 * where nobody listens, O(listeners of that user) elsewhere.
 */
public final class Doorbells {
  private static final System.Logger LOG = System.getLogger(Doorbells.class.getName());

  private final ConcurrentHashMap<UserId, List<Ringer>> ringers = new ConcurrentHashMap<>();
  private final int maxWatchesPerUser;

  /**
   * Begins without listeners.
   *
   * @param maxWatchesPerUser the most listeners of one user
   */
  public Doorbells(int maxWatchesPerUser) {
    this.maxWatchesPerUser = maxWatchesPerUser;
  }

  /**
   * Listens.
   *
   * @param user whose bell
   * @param bell called when it rings
   * @return to stop with
   * @throws InvalidInput if as many listen as may
   */
  public Engine.Watch watch(UserId user, Runnable bell) {
    var ringer = new Ringer(user, bell);
    ringers.compute(user, (id, others) -> {
      var list = others == null ? new CopyOnWriteArrayList<Ringer>() : others;
      if (list.size() >= maxWatchesPerUser) {
        throw new InvalidInput("too_many_watches",
            "Over " + maxWatchesPerUser + " listeners for user " + user);
      }
      list.add(ringer);
      return list;
    });
    return ringer;
  }

  /** Says whether anybody listens to anyone, which costs less than the id of a user. */
  boolean hasListeners() {
    return !ringers.isEmpty();
  }

  /**
   * Calls those who listen.
   *
   * @param user whose bell rings
   */
  public void ring(UserId user) {
    var list = ringers.get(user);
    if (list != null) {
      list.forEach(Ringer::ring);
    }
  }

  /** Calls everyone who listens. */
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

    /** Calls the listener; its failure is its own, and not that of whoever sent the message. */
    void ring() {
      try {
        bell.run();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A doorbell's listener failed", e);
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
