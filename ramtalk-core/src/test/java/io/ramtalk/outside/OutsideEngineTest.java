package io.ramtalk.outside;

import io.ramtalk.Account;
import io.ramtalk.Command;
import io.ramtalk.Engine;
import io.ramtalk.EngineContract;
import io.ramtalk.MessengerClosed;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.TooManyUsers;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An engine can be written, and tested, with the public types alone. */
final class OutsideEngineTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return new OneLockEngine();
  }

  /** The simplest engine that is correct. */
  private static final class OneLockEngine implements Engine {
    private final Map<String, UserId> ids = new LinkedHashMap<>();
    private final Map<UserId, Account> accounts = new LinkedHashMap<>();
    private boolean closed;

    @Override
    public synchronized SignUp register(Account account, int maxUsers) {
      checkOpen();
      var known = find(account.user().mobile());
      if (known != null) {
        return new SignUp(known, false);
      }
      if (accounts.size() >= maxUsers) {
        throw new TooManyUsers(maxUsers);
      }
      ids.put(account.user().mobile().canonical(), account.user().id());
      accounts.put(account.user().id(), account);
      return new SignUp(account.user(), true);
    }

    @Override
    public synchronized <R> R execute(UserId user, Command<R> command) {
      checkOpen();
      var account = accounts.get(user);
      return account == null ? null : command.applyTo(account);
    }

    @Override
    public synchronized User find(Mobile mobile) {
      checkOpen();
      var id = ids.get(mobile.canonical());
      return id == null ? null : accounts.get(id).user();
    }

    @Override
    public synchronized Iterator<User> users() {
      checkOpen();
      var users = new ArrayList<User>();
      accounts.values().forEach(account -> users.add(account.user()));
      return List.copyOf(users).iterator();
    }

    @Override
    public synchronized Health health() {
      return closed ? Health.CLOSED : Health.READY;
    }

    @Override
    public synchronized void close() {
      closed = true;
      ids.clear();
      accounts.clear();
    }

    private void checkOpen() {
      if (closed) {
        throw new MessengerClosed();
      }
    }
  }
}
