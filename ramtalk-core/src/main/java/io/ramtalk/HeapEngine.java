package io.ramtalk;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the accounts in the heap of this process.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #execute} and {@link #find} are O(1), a
 * step of {@link #users} as well; {@link #register} and {@link #remove} are O(1) and wait for
 * each other.
 */
final class HeapEngine implements Engine {
  /* Two indexes, by id and by number, and a chain in order of registration. A command locks its
   * own account only. The index by id says who is registered: an account that the index by number
   * knows, but that one not yet or no longer, is not there. So whoever is told "exists" can use the
   * id at once, and nobody is told so of a user that another thread saw leave. Registrations and
   * removals exclude each other, which keeps count and chain exact; asking for a number that is
   * registered does not wait for them.
   *
   * Closing raises the flag first and empties the indexes then. So whoever finds nothing looks at
   * the flag afterwards: during a close nobody is told that a user does not exist. */
  private final ConcurrentHashMap<UserId, Resident> byId = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Resident> byMobile = new ConcurrentHashMap<>();
  private final Resident.Bells bells = new Resident.Bells(
      new Doorbells(MAX_WATCHES_PER_USER), new Doorbells(MAX_PRESENCE_WATCHES_PER_USER));
  private final Chain chain = new Chain();
  private @Nullable Host host;
  private int count;
  private volatile boolean closed;

  @Override
  public void open(Host newHost) {
    host = newHost;
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    String number = account.user().mobile().canonical();
    var known = registered(number);
    if (known == null) {
      known = admit(account, number, maxUsers);
    }
    return known == null ? new SignUp(account.user(), true) : new SignUp(known, false);
  }

  /** Keeps the account, or answers who has the number. */
  private synchronized @Nullable User admit(Account account, String number, int maxUsers) {
    var known = registered(number);
    if (known != null) {
      return known;
    }
    checkOpen();
    if (count >= maxUsers) {
      throw new TooManyUsers(maxUsers);
    }
    host().budget().reserve(account.bytes());
    var resident = new Resident(account, host(), bells);
    byMobile.put(number, resident);
    byId.put(account.user().id(), resident);
    chain.append(resident);
    count++;
    return null;
  }

  @Override
  public boolean remove(UserId user) {
    Resident resident;
    synchronized (this) {
      checkOpen();
      resident = byId.remove(user);
      if (resident == null) {
        return false;
      }
      byMobile.remove(resident.user().mobile().canonical());
      chain.remove(resident);
      count--;
    }
    resident.leave();
    return true;
  }

  @Override
  public <R> @Nullable R execute(UserId user, Command<R> command) {
    var resident = byId.get(user);
    var answer = resident == null ? null : resident.apply(command);
    if (answer == null) {
      checkOpen();
    }
    return answer;
  }

  @Override
  public @Nullable User find(Mobile mobile) {
    var user = registered(mobile.canonical());
    if (user == null) {
      checkOpen();
    }
    return user;
  }

  private @Nullable User registered(String number) {
    var resident = byMobile.get(number);
    if (resident == null) {
      return null;
    }
    var user = resident.user();
    return byId.get(user.id()) == resident ? user : null;
  }

  @Override
  public @Nullable Iterator<User> users(@Nullable UserId after) {
    if (after == null) {
      var walk = new Walk(chain.first());
      checkOpen();
      return walk;
    }
    var resident = byId.get(after);
    checkOpen();
    return resident == null ? null : new Walk(resident.next());
  }

  @Override
  public Watch watch(UserId user, Runnable bell) {
    checkOpen();
    return bells.news().watch(user, bell);
  }

  @Override
  public Watch watchPresence(UserId user, Runnable bell) {
    checkOpen();
    return bells.presence().watch(user, bell);
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
        resident.forget();
      }
      byId.clear();
      byMobile.clear();
      chain.clear();
      count = 0;
    }
    bells.news().ringAll();
  }

  private Host host() {
    return Objects.requireNonNull(host, "The engine was not opened");
  }

  private void checkOpen() {
    if (closed) {
      throw new MessengerClosed();
    }
  }

  private static final class Walk implements Iterator<User> {
    private @Nullable Resident next;

    Walk(@Nullable Resident first) {
      next = first;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public User next() {
      var resident = next;
      if (resident == null) {
        throw new NoSuchElementException();
      }
      next = resident.next();
      return resident.user();
    }
  }
}
