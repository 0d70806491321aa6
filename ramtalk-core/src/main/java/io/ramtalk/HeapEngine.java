package io.ramtalk;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the accounts in the heap of this process.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #execute} and {@link #find} are O(1), a
 * step of {@link #users} as well; {@link #register} is O(1) and waits for other registrations.
 */
final class HeapEngine implements Engine {
  /* Two indexes, by id and by number, and a chain in order of registration. A command locks its
   * own account only. A new account enters the index by id first, where nobody can know it yet,
   * and the index by number next to last: whoever is told "exists" can use the id at once.
   * Registrations exclude each other, which keeps count and chain exact; asking for a number that
   * is registered does not wait for them.
   *
   * Closing raises the flag first and empties the indexes then. So whoever finds nothing looks at
   * the flag afterwards: during a close nobody is told that a user does not exist. */
  private final ConcurrentHashMap<UserId, Resident> byId = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Resident> byMobile = new ConcurrentHashMap<>();
  private final Resident head = new Resident(null);
  private Resident tail = head;
  private int count;
  private volatile boolean closed;

  @Override
  public SignUp register(Account account, int maxUsers) {
    String number = account.user().mobile().canonical();
    var known = byMobile.get(number);
    if (known == null) {
      known = admit(account, number, maxUsers);
    }
    return known == null
        ? new SignUp(account.user(), true) : new SignUp(known.user(), false);
  }

  /** Keeps the account, or answers who has the number. */
  private synchronized @Nullable Resident admit(Account account, String number, int maxUsers) {
    var known = byMobile.get(number);
    if (known != null) {
      return known;
    }
    checkOpen();
    if (count >= maxUsers) {
      throw new TooManyUsers(maxUsers);
    }
    var resident = new Resident(account);
    byId.put(account.user().id(), resident);
    byMobile.put(number, resident);
    tail.next = resident;
    tail = resident;
    count++;
    return null;
  }

  @Override
  public <R> @Nullable R execute(UserId user, Command<R> command) {
    var resident = byId.get(user);
    if (resident == null) {
      checkOpen();
      return null;
    }
    return resident.apply(command);
  }

  @Override
  public @Nullable User find(Mobile mobile) {
    var resident = byMobile.get(mobile.canonical());
    if (resident == null) {
      checkOpen();
      return null;
    }
    return resident.user();
  }

  @Override
  public Iterator<User> users() {
    var walk = new Walk(head);
    checkOpen();
    return walk;
  }

  @Override
  public Health health() {
    return closed ? Health.CLOSED : Health.READY;
  }

  @Override
  public synchronized void close() {
    closed = true;
    byId.clear();
    byMobile.clear();
    head.next = null;
    tail = head;
    count = 0;
  }

  private void checkOpen() {
    if (closed) {
      throw new MessengerClosed();
    }
  }

  /** An account at home here, and its place in the order of registration. */
  private static final class Resident {
    private final @Nullable Account account;
    private volatile @Nullable Resident next;

    Resident(@Nullable Account account) {
      this.account = account;
    }

    <R> R apply(Command<R> command) {
      synchronized (this) {
        return command.applyTo(account());
      }
    }

    User user() {
      return apply(Command.ShowUser.INSTANCE);
    }

    private Account account() {
      if (account == null) {
        throw new IllegalStateException("The head of the chain has no account");
      }
      return account;
    }
  }

  private static final class Walk implements Iterator<User> {
    private @Nullable Resident next;

    Walk(Resident head) {
      next = head.next;
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
      next = resident.next;
      return resident.user();
    }
  }
}
