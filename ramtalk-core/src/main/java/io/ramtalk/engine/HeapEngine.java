package io.ramtalk.engine;

import io.ramtalk.MessengerClosed;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.TooManyUsers;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An engine that stores the accounts in the heap of this process.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #execute}, {@link #find} and each step of
 * {@link #users} are O(1). {@link #register} and {@link #remove} are O(1) and exclude each other.
 */
final class HeapEngine implements Engine {
  /* Two indexes, by id and by number, and a list in order of registration are all linked through
   * the accounts themselves. A command locks only its own account. The index by id decides who is
   * registered: an account found only by its number is not registered yet, or no longer. So a
   * caller that gets "exists" can use the id at once, and never gets it for a user whose removal
   * another thread has already seen. Registrations and removals exclude each other, which keeps
   * count and list exact. Looking up a registered number does not wait for them.
   *
   * Closing sets the flag before it clears the indexes, and a failed lookup checks the flag
   * afterwards. So a lookup during a close never reports a registered user as missing. */
  private final IdIndex byId = new IdIndex();
  private final NumberIndex byNumber = new NumberIndex();
  private final Doorbells news = new Doorbells(MAX_WATCHES_PER_USER);
  private final Doorbells presence = new Doorbells(MAX_PRESENCE_WATCHES_PER_USER);
  private final Chain chain = new Chain();
  private @Nullable Host host;
  private @Nullable CommandExecutor executor;
  private int count;
  private volatile boolean closed;

  @Override
  public void open(Host newHost) {
    host = newHost;
    executor = new CommandExecutor(newHost, news, presence);
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    var known = registered(account.number());
    if (known == null) {
      known = admit(account, maxUsers);
    }
    return known == null ? new SignUp(account.user(), true) : new SignUp(known, false);
  }

  /** Stores the account. Returns null, or the user who already has the number. */
  private synchronized @Nullable User admit(Account account, int maxUsers) {
    var known = registered(account.number());
    if (known != null) {
      return known;
    }
    checkOpen();
    if (count >= maxUsers) {
      throw new TooManyUsers(maxUsers);
    }
    host().budget().reserve(account.bytes());
    store(account);
    return null;
  }

  private void store(Account account) {
    var stored = new HeapAccount(account);
    byNumber.add(stored);
    byId.add(stored);
    chain.append(stored);
    count++;
  }

  @Override
  public synchronized long userCount() {
    return count;
  }

  @Override
  public void expectUsers(long users) {
    byId.reserve(users);
    byNumber.reserve(users);
  }

  @Override
  public synchronized void restore(Account account, int maxUsers) {
    if (account.isOnline()) {
      throw new IllegalArgumentException("User with connections");
    }
    if (byId.find(account.id()) != null) {
      throw new IllegalArgumentException("Repeated user id");
    }
    var earlier = byNumber.find(account.number());
    if (earlier != null) {
      remove(earlier.id());
    }
    if (count >= maxUsers) {
      throw new TooManyUsers(maxUsers);
    }
    host().budget().reserveToFetch(account.bytes());
    account.skipPositions();
    store(account);
  }

  @Override
  public boolean remove(UserId user) {
    HeapAccount stored;
    synchronized (this) {
      checkOpen();
      stored = byId.find(user);
      if (stored == null) {
        return false;
      }
      byId.remove(stored);
      byNumber.remove(stored);
      chain.remove(stored);
      count--;
    }
    executor().seeOff(stored);
    return true;
  }

  /* With many users the receiver is rarely in a cache. A lookup before the sender's lock is taken
   * overlaps its cache misses with the sender's: a processor does not read ahead of a lock. */
  @Override
  public void expect(UserId user) {
    byId.find(user);
  }

  @Override
  public <R> @Nullable R execute(UserId user, Command<R> command) {
    var stored = byId.find(user);
    var answer = stored == null ? null : executor().apply(stored, command);
    if (answer == null) {
      checkOpen();
    }
    return answer;
  }

  @Override
  public @Nullable User find(Mobile mobile) {
    var user = registered(PackedMobile.of(mobile));
    if (user == null) {
      checkOpen();
    }
    return user;
  }

  private @Nullable User registered(long number) {
    var stored = byNumber.find(number);
    if (stored == null) {
      return null;
    }
    var user = userOf(stored);
    return byId.find(user.id()) == stored ? user : null;
  }

  private static User userOf(HeapAccount stored) {
    stored.lock();
    try {
      return stored.user();
    } finally {
      stored.unlock();
    }
  }

  @Override
  public @Nullable Iterator<UserPresence> users(@Nullable UserId after) {
    if (after == null) {
      var walk = new Walk(chain.first());
      checkOpen();
      return walk;
    }
    var stored = byId.find(after);
    checkOpen();
    return stored == null ? null : new Walk(stored.next());
  }

  @Override
  public Watch watch(UserId user, Runnable bell) {
    checkOpen();
    return news.watch(user, bell);
  }

  @Override
  public Watch watchPresence(UserId user, Runnable bell) {
    checkOpen();
    return presence.watch(user, bell);
  }

  @Override
  public Health health() {
    return closed ? Health.CLOSED : Health.READY;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      for (var stored = chain.first(); stored != null; stored = stored.next()) {
        executor().forget(stored);
      }
      byId.clear();
      byNumber.clear();
      chain.clear();
      count = 0;
    }
    news.ringAll();
  }

  private Host host() {
    return Objects.requireNonNull(host, "The engine is not open; call open first");
  }

  private CommandExecutor executor() {
    return Objects.requireNonNull(executor, "The engine is not open; call open first");
  }

  /** Recalculates the bytes that the budget must count; for one thread. */
  long countedBytes() {
    long bytes = 0;
    for (var stored = chain.first(); stored != null; stored = stored.next()) {
      bytes += stored.countedBytes();
    }
    return bytes;
  }

  private void checkOpen() {
    if (closed) {
      throw new MessengerClosed();
    }
  }

  private static final class Walk implements Iterator<UserPresence> {
    private @Nullable HeapAccount next;

    Walk(@Nullable HeapAccount first) {
      next = first;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public UserPresence next() {
      var stored = next;
      if (stored == null) {
        throw new NoSuchElementException();
      }
      next = stored.next();
      stored.lock();
      try {
        return stored.listed();
      } finally {
        stored.unlock();
      }
    }
  }

  /**
   * The accounts in order of registration.
   *
   * <p><b>Threads:</b> one at a time changes the list; any number iterate meanwhile. <b>Cost:</b>
   * O(1).
   */
  private static final class Chain {
    /* Forward links are volatile, for concurrent iteration. A removed account keeps its own link,
     * so an iteration that has stopped at it still reaches the remaining accounts. */
    private volatile @Nullable HeapAccount first;
    private @Nullable HeapAccount last;

    @Nullable HeapAccount first() {
      return first;
    }

    void append(HeapAccount stored) {
      stored.setPrevious(last);
      if (last == null) {
        first = stored;
      } else {
        last.setNext(stored);
      }
      last = stored;
    }

    void remove(HeapAccount stored) {
      var before = stored.previous();
      var after = stored.next();
      if (before == null) {
        first = after;
      } else {
        before.setNext(after);
      }
      if (after == null) {
        last = before;
      } else {
        after.setPrevious(before);
      }
    }

    void clear() {
      first = null;
      last = null;
    }
  }
}
