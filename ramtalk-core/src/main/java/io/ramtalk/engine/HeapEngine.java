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
  private @Nullable CommandExecutor caretaker;
  private int count;
  private volatile boolean closed;

  @Override
  public void open(Host newHost) {
    host = newHost;
    caretaker = new CommandExecutor(newHost, news, presence);
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
    var resident = new HeapAccount(account);
    byNumber.add(resident);
    byId.add(resident);
    chain.append(resident);
    count++;
    return null;
  }

  @Override
  public boolean remove(UserId user) {
    HeapAccount resident;
    synchronized (this) {
      checkOpen();
      resident = byId.find(user);
      if (resident == null) {
        return false;
      }
      byId.remove(resident);
      byNumber.remove(resident);
      chain.remove(resident);
      count--;
    }
    caretaker().seeOff(resident);
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
    var resident = byId.find(user);
    var answer = resident == null ? null : caretaker().apply(resident, command);
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
    var resident = byNumber.find(number);
    if (resident == null) {
      return null;
    }
    var user = userOf(resident);
    return byId.find(user.id()) == resident ? user : null;
  }

  private static User userOf(HeapAccount resident) {
    resident.lock();
    try {
      return resident.user();
    } finally {
      resident.unlock();
    }
  }

  @Override
  public @Nullable Iterator<UserPresence> users(@Nullable UserId after) {
    if (after == null) {
      var walk = new Walk(chain.first());
      checkOpen();
      return walk;
    }
    var resident = byId.find(after);
    checkOpen();
    return resident == null ? null : new Walk(resident.next());
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
      for (var resident = chain.first(); resident != null; resident = resident.next()) {
        caretaker().forget(resident);
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

  private CommandExecutor caretaker() {
    return Objects.requireNonNull(caretaker, "The engine is not open; call open first");
  }

  /** Recalculates the bytes that the budget must count; for one thread. */
  long countedBytes() {
    long bytes = 0;
    for (var resident = chain.first(); resident != null; resident = resident.next()) {
      bytes += resident.countedBytes();
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
      var resident = next;
      if (resident == null) {
        throw new NoSuchElementException();
      }
      next = resident.next();
      resident.lock();
      try {
        return resident.listed();
      } finally {
        resident.unlock();
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

    void append(HeapAccount resident) {
      resident.setPrevious(last);
      if (last == null) {
        first = resident;
      } else {
        last.setNext(resident);
      }
      last = resident;
    }

    void remove(HeapAccount resident) {
      var before = resident.previous();
      var after = resident.next();
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
